import { useMemo } from 'react';
import { useColours } from '../../data/use-colours.ts';
import { useMoney } from '../../data/use-money.ts';
import { exactCount } from '../../format/count.ts';
import { exactUsd } from '../../format/money.ts';
import { dayText, exactMoment, secondText, shortDay, spanText } from '../../format/time.ts';
import { CallCost } from '../../parts/call-cost.tsx';
import { Count } from '../../parts/count.tsx';
import { Swatch } from '../../parts/swatch.tsx';
import type { GridColumn } from '../../parts/virtual-grid.tsx';
import { WhyCall } from '../../parts/why.tsx';
import { GAP_MS } from './timeline.ts';
import { type Session, type Turn, writtenTokens } from './turn.ts';

/** A turn with its place in the session, from 0. */
export interface PlacedTurn {
  readonly turn: Turn;
  readonly index: number;
}

/** Columns of the table of turns. On a phone the style sheet lays the same cells out on two lines. */
export const useTurnColumns = (session: Session, zone: string): readonly GridColumn<PlacedTurn>[] => {
  const colourOf = useColours('model');
  const money = useMoney();
  const depths = useMemo(
    () => new Map(session.agents.map(({ agent, depth }) => [agent, depth])),
    [session.agents],
  );
  const { firstAt, lastAt } = session.session;
  const isOneDay = dayText(firstAt, zone) === dayText(lastAt, zone);
  return [
    { id: 'number', head: '#', number: true, cell: ({ index }) => exactCount(index + 1) },
    {
      id: 'time',
      head: 'Time',
      title: `Times of ${zone}`,
      cell: ({ turn: { call } }) => (
        <span title={`${exactMoment(call.startedAt, zone)} ${zone}`}>
          {isOneDay ? '' : `${shortDay(call.startedAt, zone)} `}
          {secondText(call.startedAt, zone)}
        </span>
      ),
    },
    {
      id: 'model',
      head: 'Model',
      cell: ({ turn: { call } }) => (
        <span className="turns-model" title={call.model}>
          <Swatch colour={colourOf(call.model)} />
          <span>{call.model}</span>
        </span>
      ),
    },
    {
      id: 'agent',
      head: 'Agent',
      cell: ({ turn }) => <AgentName turn={turn} depth={depths.get(turn.call.agent) ?? 0} />,
    },
    ...tokenColumns,
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
      cell: ({ turn: { call } }) => (
        <WhyCall id={call.id}>
          <CallCost cost={call.cost} />
        </WhyCall>
      ),
    },
    {
      id: 'so-far',
      head: 'So far',
      title: 'At API list price, all calls up to this one',
      number: true,
      cell: ({ turn }) => (
        <span title={exactUsd(turn.soFarNanoUsd)}>
          {turn.soFarUnpriced ? '≥ ' : ''}
          {money(turn.soFarNanoUsd)}
        </span>
      ),
    },
    { id: 'status', head: 'Status', cell: ({ turn: { call } }) => <Status status={call.status} /> },
  ];
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
