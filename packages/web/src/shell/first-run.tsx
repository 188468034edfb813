import { type Status, useStatus } from '../data/use-status.ts';
import { bytesText, exactCount, plural } from '../format/count.ts';
import { Card } from '../parts/card.tsx';
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
  const { sources, phase } = data.import;
  const isNothing = sources.length === 0 && phase !== 'starting' && phase !== 'discovering';
  return (
    <>
      <PageHead title="Welcome to Meterline" />
      {isNothing ? <NothingFound /> : <Found state={data.import} />}
    </>
  );
};

const Found = ({ state }: { readonly state: Status['import'] }) => {
  const { sources } = state;
  return (
    <Card title={sources.length === 0 ? 'Looking for logs' : 'Logs found'}>
      <div className="first-run">
        <p>
          {sources.length === 0
            ? 'Looking for the logs of coding agents on this machine …'
            : `Found ${plural(sources.length, 'program')} on this machine:`}
        </p>
        {sources.length > 0 && (
          <ul>
            {sources.map(({ id, name, files }) => (
              <li key={id}>
                <strong>{name}</strong> <span className="muted">{plural(files, 'file')}</span>
              </li>
            ))}
          </ul>
        )}
        <Progress state={state} />
        <p className="muted small">
          Everything stays on this machine: no account, and no prompt or answer is kept.
        </p>
      </div>
    </Card>
  );
};

const Progress = ({ state }: { readonly state: Status['import'] }) => {
  const { bytesDone, bytesTotal, filesDone, filesTotal, calls } = state;
  const share = bytesTotal === 0 ? 0 : bytesDone / bytesTotal;
  if (state.phase === 'watching' || state.phase === 'idle')
    return <p>These logs hold no call yet. The first one shows here as soon as it is logged.</p>;
  return (
    <>
      <progress max={1} value={share} aria-label="Import" />
      <p role="status">
        {filesTotal === 0
          ? 'Looking …'
          : `${Math.floor(share * 100)}% · ${exactCount(filesDone)} of ${plural(filesTotal, 'file')} · ${bytesText(bytesDone)} · ${plural(calls, 'call')} so far`}
      </p>
    </>
  );
};

const NothingFound = () => (
  <Card title="No logs found yet">
    <div className="first-run">
      <p>
        None of the known programs (Claude Code, Codex, OpenClaw, Gemini CLI and a dozen more) has left logs
        in its usual place. Use one of them, and its calls show here by themselves. Or:
      </p>
      <ul>
        <li>
          <code>meterline connect NAME --path DIR</code> reads logs that are kept in another place,
        </li>
        <li>
          <code>meterline import FILE</code> reads files of any kind that Meterline knows,
        </li>
        <li>
          <code>meterline start --demo</code> shows made-up data in a throw-away folder.
        </li>
      </ul>
    </div>
  </Card>
);
