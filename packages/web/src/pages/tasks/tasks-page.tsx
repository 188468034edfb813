import { useCallback, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { exactCount, plural } from '../../format/count.ts';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Problem, Skeleton } from '../../parts/panel.tsx';
import { RangeNote } from '../../parts/range-note.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { VirtualGrid } from '../../parts/virtual-grid.tsx';
import { useIsNarrow } from '../../parts/virtual-place.ts';
import type { RowWindow } from '../../parts/virtual-rows.ts';
import { PageHead } from '../../shell/page-head.tsx';
import { taskAddress } from '../../shell/pages.ts';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { commandOf, quoted } from '../../state/view.ts';
import { NoTasks } from './no-tasks.tsx';
import { useTaskColumns } from './task-columns.tsx';
import { DEFAULT_ORDER, ORDER_TEXTS, orderOf, type TaskOrder } from './task-order.ts';
import { type TaskRow, type TaskRows, type TasksAsked, useTaskRows } from './use-task-rows.ts';
import './tasks.css';

/** Until the list says what is in view: enough for a first screen. */
const FIRST_WINDOW: RowWindow = { first: 0, last: 30 };

/** Every task with a hop in the range, ranked, in a list of any length. */
export const TasksPage = () => {
  const { view, question } = useView();
  const [q] = useOwnParam('q');
  const [sort] = useOwnParam('sort');
  const [window, setWindow] = useState(FIRST_WINDOW);
  const orderBy = orderOf(sort);
  const asked = useMemo<TasksAsked>(
    () => ({ ...question, ...(q === undefined ? {} : { search: q }), orderBy }),
    [question, q, orderBy],
  );
  const rows = useTaskRows(asked, window);
  const { answer, isStale } = rows;
  return (
    <>
      <PageHead
        title="Tasks"
        note={answer !== undefined && <RangeNote range={answer.range} zone={answer.zone} />}
      />
      <Card
        title={answer === undefined ? 'Tasks' : plural(answer.count, 'task')}
        note="with a hop in this time; figures are of the whole task"
        stale={isStale}
        className="tasks-card"
        actions={
          <>
            <OrderChoice order={orderBy} />
            <TableActions csv={{ path: '/tasks.csv', query: asked }} command={commandFor(asked, view)} />
          </>
        }
      >
        <SearchField label="Search tasks" />
        <TaskList rows={rows} asked={asked} onWindow={setWindow} />
      </Card>
    </>
  );
};

/** The command that lists the same. */
const commandFor = ({ search, orderBy }: TasksAsked, view: ReturnType<typeof useView>['view']): string =>
  commandOf('tasks', view, [
    `--sort ${orderBy}`,
    ...(search === undefined ? [] : [`--search ${quoted(search)}`]),
  ]);

/** The order of the list; on a phone there are no heads of columns to click. */
const OrderChoice = ({ order }: { readonly order: TaskOrder }) => {
  const [, setSort] = useOwnParam('sort');
  return (
    <label className="tasks-order">
      <span className="hidden">Order</span>
      <select
        value={order}
        onChange={({ target }) => setSort(target.value === DEFAULT_ORDER ? null : target.value)}
      >
        {Object.entries(ORDER_TEXTS).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
};

const ROW_REM = 3.25;
const NARROW_ROW_REM = 3.75;
const wideRow = (): number => ROW_REM;
const narrowRow = (): number => NARROW_ROW_REM;

const TaskList = ({
  rows,
  asked,
  onWindow,
}: {
  readonly rows: TaskRows;
  readonly asked: TasksAsked;
  readonly onWindow: (window: RowWindow) => void;
}) => {
  const { answer, error, retry, rowAt, newRows, renew } = rows;
  const { link } = useView();
  const [, navigate] = useLocation();
  const [, setSort] = useOwnParam('sort');
  const addressOf = useCallback((row: TaskRow) => link(taskAddress(row.task)), [link]);
  const columns = useTaskColumns(answer?.zone ?? 'UTC', addressOf);
  const narrow = useIsNarrow();
  if (answer === undefined && error !== null) return <Problem error={error} onRetry={retry} />;
  if (answer === undefined) return <Skeleton lines={8} height={40} />;
  if (answer.count === 0) return <NoTasks asked={asked} />;
  return (
    <VirtualGrid
      label="Tasks"
      className="tasks"
      columns={columns}
      count={answer.count}
      heightOf={narrow ? narrowRow : wideRow}
      rowAt={rowAt}
      onOpen={(row) => navigate(addressOf(row))}
      onWindow={onWindow}
      sortedBy={asked.orderBy}
      onSort={(sort) => setSort(sort === DEFAULT_ORDER ? null : sort)}
      notice={newRows > 0 ? <NewTasks count={newRows} onShow={renew} /> : undefined}
    />
  );
};

/** They wait until they are wanted: a list that moves by itself is clicked at the wrong place. */
const NewTasks = ({ count, onShow }: { readonly count: number; readonly onShow: () => void }) => (
  <Button
    small
    look="main"
    className="tasks-new"
    onClick={() => {
      onShow();
      scrollTo({ top: 0 });
    }}
  >
    {`${exactCount(count)} new ${count === 1 ? 'task' : 'tasks'} · show`}
  </Button>
);
