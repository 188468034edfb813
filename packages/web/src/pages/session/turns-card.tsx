import { useCallback, useMemo } from 'react';
import { plural } from '../../format/count.ts';
import { useCallAddress } from '../../parts/call-address.ts';
import { Card } from '../../parts/card.tsx';
import { NoLongerKept } from '../../parts/no-longer-kept.tsx';
import { Problem, Skeleton } from '../../parts/panel.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { VirtualGrid } from '../../parts/virtual-grid.tsx';
import { useIsNarrow } from '../../parts/virtual-place.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { quoted } from '../../state/view.ts';
import { LapseText } from './lapse-text.tsx';
import type { Session } from './turn.ts';
import { useTurnColumns } from './turn-columns.tsx';
import { rowCount, rowOfTurn, turnRowAt } from './turn-rows.ts';
import type { Turns } from './use-turns.ts';
import './turns.css';

const WIDE_REM = 2.375;
const NARROW_REM = 4;
const LAPSE_REM = 2.25;
const NARROW_LAPSE_REM = 4.25;

export interface TurnsCardProps {
  readonly session: Session;
  readonly turns: Turns;
  readonly zone: string;
  readonly goTo: { readonly turn: number } | undefined;
  /** Turns in view. */
  readonly onWindow: (window: RowWindow) => void;
}

/** Every call of the session, the first one first. */
export const TurnsCard = (props: TurnsCardProps) => {
  const { session, turns } = props;
  const { session: id, app } = session.session;
  const where = [`session=${id}`, ...(app === null ? [] : [`app=${app}`])];
  return (
    <Card
      title={plural(turns.count, 'call')}
      note="the first one first"
      actions={
        <TableActions
          command={`meterline session ${quoted(id)} --limit ${Math.max(1, turns.count)}`}
          csv={{ path: '/calls.csv', query: { where, period: 'all', order: 'oldest' } }}
        />
      }
    >
      <NoLongerKept calls="calls" of="session" kept={turns} />
      {turns.error === null ? (
        <TurnsGrid {...props} />
      ) : (
        <Problem error={turns.error} onRetry={turns.retry} />
      )}
    </Card>
  );
};

const TurnsGrid = ({ session, turns, zone, goTo, onWindow }: TurnsCardProps) => {
  const { call, open } = useCallAddress();
  const columns = useTurnColumns(session, zone);
  const narrow = useIsNarrow();
  const { lapses, callAt: turnAt, count } = turns;
  const heightOf = useCallback(
    (row: number) =>
      turnRowAt(row, lapses).kind === 'turn'
        ? narrow
          ? NARROW_REM
          : WIDE_REM
        : narrow
          ? NARROW_LAPSE_REM
          : LAPSE_REM,
    [lapses, narrow],
  );
  const tellWindow = useCallback(
    ({ first, last }: RowWindow) =>
      onWindow({ first: turnRowAt(first, lapses).turn, last: turnRowAt(last, lapses).turn }),
    [lapses, onWindow],
  );
  // The row of a turn is settled when it is gone to; lapses that become known later do not jump there again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: as said
  const goToRow = useMemo(
    () => (goTo === undefined ? undefined : { index: rowOfTurn(goTo.turn, lapses) }),
    [goTo],
  );
  if (count === 0) return null;
  if (turnAt(0) === undefined) return <Skeleton lines={6} height={32} />;
  return (
    <VirtualGrid
      label="Calls of the session"
      className="turns"
      columns={columns}
      count={rowCount(count, lapses)}
      heightOf={heightOf}
      rowAt={(row) => turnAt(turnRowAt(row, lapses).turn)}
      noteAt={(row) => {
        const { kind, turn: index } = turnRowAt(row, lapses);
        const placed = kind === 'lapse' ? turnAt(index) : undefined;
        return placed === undefined ? undefined : <LapseText turn={placed.turn} />;
      }}
      isMarked={({ turn }) => turn.call.id === call}
      onOpen={({ turn }) => open(turn.call.id)}
      onWindow={tellWindow}
      goTo={goToRow}
    />
  );
};
