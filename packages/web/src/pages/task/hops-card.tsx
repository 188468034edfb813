import { plural } from '../../format/count.ts';
import { useCallAddress } from '../../parts/call-address.ts';
import { Card } from '../../parts/card.tsx';
import { NoLongerKept } from '../../parts/no-longer-kept.tsx';
import { Problem, Skeleton } from '../../parts/panel.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import type { KeptCalls } from '../../parts/use-kept-calls.ts';
import { VirtualGrid } from '../../parts/virtual-grid.tsx';
import { useIsNarrow } from '../../parts/virtual-place.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { quoted } from '../../state/view.ts';
import { useHopColumns } from './hop-columns.tsx';
import type { Hop, Task } from './task.ts';
import './hops.css';

const ROW_REM = 2.25;
const NARROW_ROW_REM = 3.5;
const wideRow = (): number => ROW_REM;
const narrowRow = (): number => NARROW_ROW_REM;

export interface HopsCardProps {
  readonly task: Task;
  readonly hops: KeptCalls<Hop>;
  readonly zone: string;
  readonly onWindow: (window: RowWindow) => void;
}

/** Every hop of the task in the order in which they began, each where it lies in the whole time. Enter explains one. */
export const HopsCard = (props: HopsCardProps) => {
  const { task, hops } = props;
  const id = task.task.task;
  return (
    <Card
      title={plural(hops.count, 'hop')}
      note="the first one first; Enter or a click explains one"
      actions={
        <TableActions
          command={`meterline task ${quoted(id)} --limit ${Math.max(1, hops.count)}`}
          csv={{ path: '/calls.csv', query: { where: [`task=${id}`], period: 'all', order: 'oldest' } }}
        />
      }
    >
      <NoLongerKept calls="hops" of="task" kept={hops} />
      {hops.error === null ? <Waterfall {...props} /> : <Problem error={hops.error} onRetry={hops.retry} />}
    </Card>
  );
};

const Waterfall = ({ task, hops, zone, onWindow }: HopsCardProps) => {
  const { call, open } = useCallAddress();
  const columns = useHopColumns(task, zone);
  const narrow = useIsNarrow();
  if (hops.count === 0) return null;
  if (hops.callAt(0) === undefined) return <Skeleton lines={6} height={32} />;
  return (
    <VirtualGrid
      label="Hops of the task"
      className="hops"
      columns={columns}
      count={hops.count}
      heightOf={narrow ? narrowRow : wideRow}
      rowAt={hops.callAt}
      isMarked={(hop) => hop.call.id === call}
      onOpen={(hop) => open(hop.call.id)}
      onWindow={onWindow}
    />
  );
};
