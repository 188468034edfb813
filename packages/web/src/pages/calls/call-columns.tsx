import { useMemo } from 'react';
import { useColours } from '../../data/use-colours.ts';
import { exactCount } from '../../format/count.ts';
import { shortId, valueName } from '../../format/name.ts';
import { spanText } from '../../format/time.ts';
import { CallStatus } from '../../parts/call-status.tsx';
import { CallTime } from '../../parts/call-time.tsx';
import { Count } from '../../parts/count.tsx';
import { SessionLink, TaskLink } from '../../parts/detail-links.tsx';
import { Value } from '../../parts/value.tsx';
import type { GridColumn } from '../../parts/virtual-grid.tsx';
import { WhyCall } from '../../parts/why-call.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import type { ListedCall } from './calls-asked.ts';

/** Times of `zone`; calls of today, `YYYY-MM-DD` as `dayText` says it, need no date. */
export const useCallColumns = (zone: string, today: string): readonly GridColumn<ListedCall>[] => {
  const colourOf = useColours('model');
  return useMemo(
    () => [
      {
        id: 'time',
        head: 'Time',
        title: `Times of ${zone}`,
        cell: (call) => <CallTime call={call} zone={zone} today={today} tabIndex={-1} />,
      },
      {
        id: 'model',
        head: 'Model',
        cell: ({ model }) => <Value dimension="model" value={model} colour={colourOf(model)} />,
      },
      { id: 'app', head: 'App', cell: ({ app }) => <Value dimension="app" value={app} /> },
      { id: 'cause', head: 'Task or session', cell: (call) => <Cause call={call} /> },
      { id: 'status', head: 'Status', cell: (call) => <Status call={call} /> },
      ...FIGURES,
    ],
    [zone, today, colourOf],
  );
};

/** The task that its caller named, else the conversation that it is a part of, else the feature. */
const Cause = ({ call: { session, task, app, project, feature } }: { readonly call: ListedCall }) => {
  if (task !== null) return <TaskLink task={task} title={`Task ${task}`} />;
  if (session !== null)
    return (
      <SessionLink
        session={session}
        app={app}
        title={`Session ${session}${project === null ? '' : `, ${project}`}`}
      >
        {project === null ? shortId(session) : valueName('project', project)}
      </SessionLink>
    );
  if (feature !== null) return <Value dimension="feature" value={feature} />;
  return <span className="muted">–</span>;
};

/** How it ended; clicking it shows only calls that ended so. */
const Status = ({ call }: { readonly call: ListedCall }) => {
  const { status, httpStatus, errorType, attempt } = call;
  const [, setStatus] = useOwnParam('status');
  const more = [httpStatus === null ? null : `HTTP ${httpStatus}`, errorType].filter((part) => part !== null);
  return (
    <span className="calls-status">
      <button
        type="button"
        className="value"
        title={[...more, 'click to show only calls that ended so'].join(' · ')}
        onClick={() => setStatus(status)}
      >
        <CallStatus call={call} />
      </button>
      {attempt !== null && attempt > 1 && <span className="calls-attempt">attempt {attempt}</span>}
    </span>
  );
};

const Span = ({ ms, what }: { readonly ms: number | null; readonly what: string }) =>
  ms === null ? (
    <span className="muted" title={`${what} is not known`}>
      –
    </span>
  ) : (
    <span title={`${what}: ${exactCount(Math.round(ms))} ms`}>{spanText(ms)}</span>
  );

const FIGURES: readonly GridColumn<ListedCall>[] = [
  {
    id: 'tokens',
    head: 'Tokens',
    title: 'Of every kind, each counted once',
    number: true,
    cell: ({ tokens, totalTokens }) => (
      <Count value={Object.keys(tokens).length === 0 ? null : totalTokens} />
    ),
  },
  {
    id: 'output',
    head: 'Output',
    number: true,
    cell: ({ tokens }) => <Count value={tokens.output} />,
  },
  {
    id: 'first',
    head: 'First token',
    title: 'Time to the first token',
    number: true,
    cell: ({ timeToFirstTokenMs }) => <Span ms={timeToFirstTokenMs} what="Time to the first token" />,
  },
  {
    id: 'latency',
    head: 'Took',
    title: 'From the request to the end of the answer',
    number: true,
    cell: ({ latencyMs }) => <Span ms={latencyMs} what="How long it took" />,
  },
  {
    id: 'cost',
    head: 'Cost',
    title: 'At API list price',
    number: true,
    cell: (call) => <WhyCall call={call} />,
  },
];
