import { memo, useMemo } from 'react';
import { useColours } from '../../data/use-colours.ts';
import { shortId, valueName } from '../../format/name.ts';
import { CallTime } from '../../parts/call-time.tsx';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { SessionLink } from '../../parts/detail-links.tsx';
import { Empty } from '../../parts/panel.tsx';
import { Value } from '../../parts/value.tsx';
import { WhyCall } from '../../parts/why-call.tsx';
import { writtenTokens } from '../../parts/written-tokens.ts';
import { useView } from '../../state/use-view.ts';
import type { ListedCall } from './live-scene.ts';

export interface LiveCallsProps {
  readonly calls: readonly ListedCall[];
  /** Ids of those that are marked. */
  readonly marked: ReadonlySet<string>;
  readonly zone: string;
  /** The day, as `dayText` says it: calls of it need no date. */
  readonly today: string;
}

const Calls = ({ calls, marked, zone, today }: LiveCallsProps) => {
  const columns = useLiveColumns(zone, today);
  return (
    <DataTable
      label="Newest calls"
      columns={columns}
      rows={calls}
      keyOf={({ id }) => id}
      chosen={({ id }) => marked.has(id)}
      empty={<NoCallsYet />}
    />
  );
};

/** The newest calls. They are rendered when they are others, not with every second of the clock. */
export const LiveCalls = memo(Calls);

const NoCallsYet = () => {
  const { view, change } = useView();
  return (
    <Empty title="No calls yet.">
      <p>They show here as they are made.</p>
      {view.where.length > 0 && (
        <button type="button" className="button button-small" onClick={() => change({ where: [] })}>
          Clear filters
        </button>
      )}
    </Empty>
  );
};

const useLiveColumns = (zone: string, today: string): readonly Column<ListedCall>[] => {
  const colourOf = useColours('model');
  return useMemo(
    () => [
      {
        id: 'time',
        head: 'Time',
        title: `Times of ${zone}`,
        cell: (call) => <CallTime call={call} zone={zone} today={today} />,
      },
      {
        id: 'model',
        head: 'Model',
        cell: ({ model }) => <Value dimension="model" value={model} colour={colourOf(model)} />,
      },
      ...CAUSE,
      ...TOKENS,
      ...END,
    ],
    [zone, today, colourOf],
  );
};

const SessionOf = ({ call: { session, app, project } }: { readonly call: ListedCall }) =>
  session === null ? (
    <span className="muted">–</span>
  ) : (
    <SessionLink session={session} app={app} title={`${project ?? 'no project'} · ${session}`}>
      {project === null ? shortId(session) : valueName('project', project)}
    </SessionLink>
  );

const CAUSE: readonly Column<ListedCall>[] = [
  { id: 'app', head: 'App', wide: true, cell: ({ app }) => <Value dimension="app" value={app} /> },
  { id: 'session', head: 'Session', wide: true, cell: (call) => <SessionOf call={call} /> },
  {
    id: 'agent',
    head: 'Agent',
    wide: true,
    cell: ({ agent, cron }) =>
      cron !== null ? `cron ${shortId(cron)}` : (agent ?? <span className="muted">–</span>),
  },
];

const tokenColumn = (
  id: string,
  head: string,
  countOf: (call: ListedCall) => number | undefined,
): Column<ListedCall> => ({
  id,
  head,
  number: true,
  wide: true,
  cell: (call) => <Count value={countOf(call)} />,
});

const TOKENS: readonly Column<ListedCall>[] = [
  tokenColumn('input', 'Input', ({ tokens }) => tokens.input),
  tokenColumn('read', 'Cache read', ({ tokens }) => tokens.cacheRead),
  tokenColumn('written', 'Written', writtenTokens),
  tokenColumn('output', 'Output', ({ tokens }) => tokens.output),
];

const END: readonly Column<ListedCall>[] = [
  {
    id: 'cost',
    head: 'Cost',
    title: 'At API list price',
    number: true,
    cell: (call) => <WhyCall call={call} />,
  },
  {
    id: 'status',
    head: 'Status',
    wide: true,
    cell: ({ status }) =>
      status === 'ok' ? <span className="muted">ok</span> : <span className="live-failed">{status}</span>,
  },
];
