import { useMemo, useState } from 'react';
import { Link } from 'wouter';
import { useColours } from '../../data/use-colours.ts';
import { shortId, valueName } from '../../format/name.ts';
import { dayText, exactMoment, secondText, shortDay } from '../../format/time.ts';
import { CallCost } from '../../parts/call-cost.tsx';
import { Count } from '../../parts/count.tsx';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import { Empty } from '../../parts/panel.tsx';
import { Value } from '../../parts/value.tsx';
import { WhyCall } from '../../parts/why.tsx';
import { sessionAddress } from '../../shell/pages.ts';
import { useView } from '../../state/use-view.ts';
import { writtenTokens } from '../session/turn.ts';
import type { ListedCall } from './live-scene.ts';

/** The newest calls; those that came while the page was open are marked for a moment. */
export const LiveCalls = ({
  calls,
  isNew,
  zone,
  now,
}: {
  readonly calls: readonly ListedCall[];
  readonly isNew: (call: ListedCall) => boolean;
  readonly zone: string;
  readonly now: number;
}) => {
  const columns = useLiveColumns(zone, dayText(now, zone));
  return (
    <DataTable
      label="Newest calls"
      columns={columns}
      rows={calls}
      keyOf={({ id }) => id}
      chosen={isNew}
      empty={<NoCallsYet />}
    />
  );
};

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
  return [
    {
      id: 'time',
      head: 'Time',
      title: `Times of ${zone}`,
      cell: ({ startedAt }) => (
        <span title={`${exactMoment(startedAt, zone)} ${zone}`}>
          {dayText(startedAt, zone) === today ? '' : `${shortDay(startedAt, zone)} `}
          {secondText(startedAt, zone)}
        </span>
      ),
    },
    {
      id: 'model',
      head: 'Model',
      cell: ({ model }) => <Value dimension="model" value={model} colour={colourOf(model)} />,
    },
    { id: 'app', head: 'App', wide: true, cell: ({ app }) => <Value dimension="app" value={app} /> },
    { id: 'session', head: 'Session', wide: true, cell: (call) => <SessionOf call={call} /> },
    {
      id: 'agent',
      head: 'Agent',
      wide: true,
      cell: ({ agent, cron }) =>
        cron !== null ? `cron ${shortId(cron)}` : (agent ?? <span className="muted">–</span>),
    },
    {
      id: 'input',
      head: 'Input',
      number: true,
      wide: true,
      cell: ({ tokens }) => <Count value={tokens.input} />,
    },
    {
      id: 'read',
      head: 'Cache read',
      number: true,
      wide: true,
      cell: ({ tokens }) => <Count value={tokens.cacheRead} />,
    },
    {
      id: 'written',
      head: 'Written',
      number: true,
      wide: true,
      cell: (call) => <Count value={writtenTokens(call)} />,
    },
    {
      id: 'output',
      head: 'Output',
      number: true,
      wide: true,
      cell: ({ tokens }) => <Count value={tokens.output} />,
    },
    {
      id: 'cost',
      head: 'Cost',
      title: 'At API list price',
      number: true,
      cell: ({ id, cost }) => (
        <WhyCall id={id}>
          <CallCost cost={cost} />
        </WhyCall>
      ),
    },
    {
      id: 'status',
      head: 'Status',
      wide: true,
      cell: ({ status }) =>
        status === 'ok' ? <span className="muted">ok</span> : <span className="live-failed">{status}</span>,
    },
  ];
};

const SessionOf = ({ call: { session, app, project } }: { readonly call: ListedCall }) => {
  const { link } = useView();
  if (session === null) return <span className="muted">–</span>;
  return (
    <Link
      href={link(sessionAddress(session), {}, app === null ? {} : { app })}
      title={`${project ?? 'no project'} · ${session}`}
    >
      {project === null ? shortId(session) : valueName('project', project)}
    </Link>
  );
};

/** Which calls were not there when the page opened, nor before the last `MARKED_MS` by the server's clock. */
export const useNewCalls = (
  calls: readonly ListedCall[] | undefined,
  now: number,
): ((call: ListedCall) => boolean) => {
  const [seen] = useState(() => new Map<string, number>());
  useMemo(() => {
    const isFirst = seen.size === 0;
    for (const { id } of calls ?? []) if (!seen.has(id)) seen.set(id, isFirst ? 0 : now);
    for (const id of [...seen.keys()].slice(0, Math.max(0, seen.size - MAX_SEEN))) seen.delete(id);
  }, [calls, seen, now]);
  return ({ id }) => now - (seen.get(id) ?? 0) < MARKED_MS;
};

const MARKED_MS = 5000;
const MAX_SEEN = 5000;
