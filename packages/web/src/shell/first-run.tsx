import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useStatus } from '../data/use-status.ts';
import { plural } from '../format/count.ts';
import { Card } from '../parts/card.tsx';
import { classNames } from '../parts/class-names.ts';
import { CopyText } from '../parts/copy-text.tsx';
import { ImportProgress } from '../parts/import-progress.tsx';
import type { ImportState } from '../parts/import-words.ts';
import { LookNow } from '../parts/look-now.tsx';
import { type FirstRunStep, firstRunStep, STAGES, stageOf } from './first-run-step.ts';
import { PageHead } from './page-head.tsx';
import './first-run.css';

/** Whether there is nothing to show yet, so that a page of empty charts would say nothing. */
export const useIsFirstRun = (): boolean => {
  const { data } = useStatus();
  return data?.ledger?.calls === 0;
};

/** Before the first call is recorded: what was found, how far the import is, or what to do. */
export const FirstRun = () => {
  const { data } = useStatus();
  if (data === undefined) return null;
  const step = firstRunStep(data.import);
  return (
    <>
      <PageHead title="Welcome to Meterline" note="what every LLM call cost, and who and what caused it" />
      <Card title={TITLES[step]} footer={<Privacy />}>
        <div className="first-run">
          <Stages at={stageOf(step)} />
          <Programs state={data.import} />
          <Content step={step} state={data.import} />
        </div>
      </Card>
    </>
  );
};

const TITLES: Readonly<Record<FirstRunStep, string>> = {
  looking: 'Looking for logs',
  reading: 'Reading your logs',
  'no-calls': 'No call yet',
  'nothing-found': 'No logs found yet',
  failed: 'The import has stopped',
};

/** What is shown until there are figures. */
const Stages = ({ at }: { readonly at: number }) => (
  <ol className="first-run-stages">
    {STAGES.map((stage, index) => (
      <li
        key={stage}
        className={classNames(index < at && 'is-done', index === at && 'is-here')}
        aria-current={index === at ? 'step' : undefined}
      >
        <span className="first-run-number" aria-hidden="true">
          {index < at ? '✓' : index + 1}
        </span>
        {stage}
        {index < at && <span className="hidden">: done</span>}
      </li>
    ))}
  </ol>
);

/** The programs whose logs were found. */
const Programs = ({ state: { sources } }: { readonly state: ImportState }) =>
  sources.length === 0 ? null : (
    <>
      <p>Found {plural(sources.length, 'program')} on this machine:</p>
      <ul className="first-run-programs">
        {sources.map(({ id, name, files }) => (
          <li key={id}>
            <strong>{name}</strong>
            <span className="muted small">{plural(files, 'file')}</span>
          </li>
        ))}
      </ul>
    </>
  );

const Content = ({ step, state }: { readonly step: FirstRunStep; readonly state: ImportState }) => {
  switch (step) {
    case 'looking':
      return (
        <>
          <p>Looking where Claude Code, Codex, OpenClaw, Gemini CLI and a dozen more keep their logs.</p>
          <ImportProgress state={state} />
        </>
      );
    case 'reading':
      return (
        <>
          <ImportProgress state={state} />
          <p className="muted small">
            The first time reads everything; later only what is new. Figures show as soon as there is a call.
          </p>
        </>
      );
    case 'failed':
      return (
        <>
          <p>
            What was read until then is kept. When what the message above names is mended, look again: the
            import goes on where it stopped.
          </p>
          <Again />
        </>
      );
    case 'no-calls':
      return (
        <>
          <p>These logs hold no call yet. The first one shows here by itself, a moment after it is logged.</p>
          <Again />
        </>
      );
    case 'nothing-found':
      return <NothingFound />;
  }
};

const Again = () => (
  <div className="first-run-again">
    <LookNow />
  </div>
);

const NothingFound = () => (
  <>
    <p>
      None of the known programs (Claude Code, Codex, OpenClaw, Gemini CLI and a dozen more) has left logs in
      its usual place. Use one of them, and its calls show here by themselves. Or:
    </p>
    <ul className="first-run-ways">
      <li>
        <Link href="/connect">Connect a client</Link>
        <span className="muted">shows its calls as they are made, also of programs of your own</span>
      </li>
      <Way command="meterline connect NAME --path DIR">reads logs that are kept in another place</Way>
      <Way command="meterline import FILE">reads files of any kind that Meterline knows</Way>
      <Way command="meterline start --demo">shows made-up data in a throw-away folder</Way>
    </ul>
    <Again />
  </>
);

const Way = ({ command, children }: { readonly command: string; readonly children: ReactNode }) => (
  <li>
    <span className="first-run-command">
      <code>{command}</code>
      <CopyText text={command} what={`the command ${command}`} />
    </span>
    <span className="muted">{children}</span>
  </li>
);

/** What somebody wants to know who has just let a program at their logs. */
const Privacy = () => (
  <>Everything stays on this machine: no account, no upload, and no prompt or answer is kept.</>
);
