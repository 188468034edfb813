import { exactCount } from '../../format/count.ts';
import { spanText } from '../../format/time.ts';
import { Count } from '../../parts/count.tsx';
import { Names, Times } from '../../parts/list-page/list-cells.tsx';
import type { ListWorld } from '../../parts/list-page.tsx';
import { Cost } from '../../parts/money.tsx';
import type { GridColumn } from '../../parts/virtual-grid.tsx';
import { WhySum } from '../../parts/why.tsx';
import { TaskName } from './task-name.tsx';
import type { TaskRow } from './tasks-page.tsx';

export const taskColumns = ({
  zone,
  addressOf,
  colourOf,
}: ListWorld<TaskRow>): readonly GridColumn<TaskRow>[] => [
  { id: 'name', head: 'Task', cell: (row) => <TaskName row={row} address={addressOf(row)} /> },
  { id: 'agents', head: 'Agents', cell: (row) => <Names dimension="agent" names={row.agents} /> },
  {
    id: 'models',
    head: 'Models',
    cell: (row) => <Names dimension="model" names={row.models} colourOf={colourOf} />,
  },
  {
    id: 'last',
    head: 'Last, first hop',
    title: `Days and times of ${zone}`,
    sort: 'newest',
    cell: (row) => <Times row={row} zone={zone} />,
  },
  {
    id: 'took',
    head: 'Took',
    title: 'From the start of the first hop to the end of the one that ended last',
    number: true,
    sort: 'longest',
    cell: (row) => spanText(row.endedAt - row.firstAt),
  },
  { id: 'hops', head: 'Hops', number: true, sort: 'hops', cell: (row) => <Hops row={row} /> },
  {
    id: 'tokens',
    head: 'Tokens',
    number: true,
    sort: 'tokens',
    cell: (row) => <Count value={row.tokens.total} />,
  },
  {
    id: 'cost',
    head: 'Cost',
    title: 'At API list price, of the whole task',
    number: true,
    sort: 'cost',
    cell: (row) => (
      <WhySum usage={row} what="this task" zone={zone} link={{ href: addressOf(row), text: 'Its hops' }}>
        <Cost cost={row.cost} calls={row.calls} />
      </WhySum>
    ),
  },
];

/** How many, and how many of them failed. */
const Hops = ({ row: { calls, errorCalls } }: { readonly row: TaskRow }) => (
  <div className="tasks-hops">
    <span>{exactCount(calls)}</span>
    {errorCalls > 0 && <span className="tasks-failed">{exactCount(errorCalls)} failed</span>}
  </div>
);
