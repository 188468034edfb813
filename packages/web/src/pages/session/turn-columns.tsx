import { useMemo } from 'react';
import { useColours } from '../../data/use-colours.ts';
import { useMoney } from '../../data/use-money.ts';
import { exactCount } from '../../format/count.ts';
import { exactUsd } from '../../format/money.ts';
import { dayText, exactMoment, secondText, shortDay, spanText } from '../../format/time.ts';
import { Count } from '../../parts/count.tsx';
import { Swatch } from '../../parts/swatch.tsx';
import type { GridColumn } from '../../parts/virtual-grid.tsx';
import { WhyCall } from '../../parts/why-call.tsx';
import { writtenTokens } from '../../parts/written-tokens.ts';
import { GAP_MS } from './timeline.ts';
import type { PlacedTurn, Session, Turn } from './turn.ts';

/** Columns of the table of turns. On a phone the style sheet lays the same cells out on two lines. */
export const useTurnColumns = (
  { agents, session: { firstAt, lastAt } }: Session,
  zone: string,
): readonly GridColumn<PlacedTurn>[] => {
  const colourOf = useColours('model');
  const isOneDay = dayText(firstAt, zone) === dayText(lastAt, zone);
  return useMemo(() => {
    const depths = new Map(agents.map(({ agent, depth }) => [agent, depth]));
    return [
      { id: 'number', head: '#', number: true, cell: ({ index }) => exactCount(index + 1) },
      {
        id: 'time',
        head: 'Time',
        title: `Times of ${zone}`,
        cell: ({ turn }) => <TimeOf turn={turn} zone={zone} isOneDay={isOneDay} />,
      },
      { id: 'model', head: 'Model', cell: ({ turn }) => <ModelName turn={turn} colourOf={colourOf} /> },
      {
        id: 'agent',
        head: 'Agent',
        cell: ({ turn }) => <AgentName turn={turn} depth={depths.get(turn.call.agent) ?? 0} />,
      },
      ...tokenColumns,
      ...endColumns,
    ];
  }, [agents, zone, isOneDay, colourOf]);
};

const TimeOf = ({
  turn: { call },
  zone,
  isOneDay,
}: {
  readonly turn: Turn;
  readonly zone: string;
  readonly isOneDay: boolean;
}) => (
  <span title={`${exactMoment(call.startedAt, zone)} ${zone}`}>
    {!isOneDay && <span className="turns-day">{shortDay(call.startedAt, zone)} </span>}
    {secondText(call.startedAt, zone)}
  </span>
);

const ModelName = ({
  turn: { call },
  colourOf,
}: {
  readonly turn: Turn;
  readonly colourOf: (model: string) => string;
}) => (
  <span className="turns-model" title={call.model}>
    <Swatch colour={colourOf(call.model)} />
    <span>{call.model}</span>
  </span>
);

const SoFar = ({ turn }: { readonly turn: Turn }) => {
  const money = useMoney();
  return (
    <span title={exactUsd(turn.soFarNanoUsd)}>
      {turn.soFarUnpriced ? '≥ ' : ''}
      {money(turn.soFarNanoUsd)}
    </span>
  );
};

const tokenColumns: readonly GridColumn<PlacedTurn>[] = [
  {
    id: 'input',
    head: 'Input',
    title: 'Not from a cache',
    number: true,
    cell: ({ turn }) => <Count value={turn.call.tokens.input} />,
  },
  {
    id: 'read',
    head: 'Read',
    title: 'Read from the cache',
    number: true,
    cell: ({ turn }) => <Count value={turn.call.tokens.cacheRead} />,
  },
  {
    id: 'written',
    head: 'Written',
    title: 'Written to the cache',
    number: true,
    cell: ({ turn }) => <Count value={writtenTokens(turn.call)} />,
  },
  {
    id: 'output',
    head: 'Output',
    title: 'Reasoning included',
    number: true,
    cell: ({ turn }) => <Count value={turn.call.tokens.output} />,
  },
];

/** Pauses in which a cache may expire stand out; shorter ones stay quiet. */
const gapCell = ({ turn: { gapMs } }: PlacedTurn) =>
  gapMs === null ? (
    <span className="muted">–</span>
  ) : (
    <span className={gapMs > GAP_MS ? 'turns-pause' : 'muted'}>{spanText(gapMs)}</span>
  );

const AgentName = ({ turn, depth }: { readonly turn: Turn; readonly depth: number }) => {
  const { agent } = turn.call;
  if (agent === null) return <span className="muted">main</span>;
  const title = turn.parentAgent === null ? agent : `${agent}, started by ${turn.parentAgent}`;
  return (
    <span title={title} style={{ paddingLeft: `${Math.min(depth, MAX_INDENT) * 0.75}rem` }}>
      {depth > 0 && <span className="muted">↳ </span>}
      {agent}
    </span>
  );
};

const MAX_INDENT = 4;

const Status = ({ status }: { readonly status: Turn['call']['status'] }) =>
  status === 'ok' ? (
    <span className="muted">ok</span>
  ) : (
    <span className="turns-failed">{status === 'error' ? 'failed' : status}</span>
  );

const endColumns: readonly GridColumn<PlacedTurn>[] = [
  {
    id: 'gap',
    head: 'Pause',
    title: 'Since the call before it, of the same agent and model',
    number: true,
    cell: gapCell,
  },
  {
    id: 'cost',
    head: 'Cost',
    title: 'At API list price',
    number: true,
    cell: ({ turn }) => <WhyCall call={turn.call} />,
  },
  {
    id: 'so-far',
    head: 'So far',
    title: 'At API list price, all calls up to this one',
    number: true,
    cell: ({ turn }) => <SoFar turn={turn} />,
  },
  { id: 'status', head: 'Status', cell: ({ turn: { call } }) => <Status status={call.status} /> },
];
