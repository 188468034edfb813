import { TASK_SEARCHED } from '../query/searched.ts';
import { selectPage } from '../query/select-page.ts';
import type { TaskOrder, TaskPage, TaskQuery, TaskTotals } from '../store.ts';
import { comparePlaces } from './compare-places.ts';
import { findById } from './find-by-id.ts';
import { createGroupColumns, type GroupColumns } from './group-columns.ts';
import { placesWithin } from './group-places.ts';
import { type GroupRow, MEASURE_COLUMNS, namedIn, totalsOfRow } from './group-row.ts';
import { createGroupScopes } from './group-scopes.ts';
import { NOT_SET } from './name-table.ts';
import type { ScopeColumns } from './scope-columns.ts';
import type { Shelf } from './shelf.ts';

/** What tasks are ordered and chosen by. Sums come as floats: beyond 2^53 an integer would fail. */
const SIZES = {
  firstAt: 'first_at',
  lastAt: 'last_at',
  endedAt: 'ended_at',
  cost: 'CAST(list_nano_usd AS REAL)',
  tokens: 'CAST(total_tokens AS REAL)',
} as const;
type TaskSizes = GroupColumns<keyof typeof SIZES>;

/** The scopes `s` of a task, through their index of those that have one. The other half of the key is always 0. */
const OF_TASK = 's.task <> 0 AND s.task = ?';

/** Answers task queries as `createSessionReader` does those of sessions. */
export const createTaskReader = (shelf: Shelf, scopes: ScopeColumns) => {
  const { connection } = shelf;
  const tasks = createGroupColumns(connection, {
    ...{ totals: 'task_total', changes: 'task_change' },
    ...{ key: ['task', '0'], columns: SIZES },
  });
  const owned = createGroupScopes(connection, tasks, scopes, {
    ...{ first: 'task', second: undefined, where: `${OF_TASK} AND 0 = ?` },
  });
  const one = `SELECT ${COLUMNS} FROM task_total t WHERE t.task = ?`;
  return (query: TaskQuery): TaskPage => {
    owned.refresh(tasks.refresh());
    // Most ledgers have none: then nothing is read into memory.
    if (tasks.size === 0) return { tasks: [], count: 0 };
    const { orderBy, limit, offset = 0, where, search = '' } = query;
    const found = placesWithin(
      tasks,
      query,
      where.length === 0 ? undefined : owned.marked(scopes.filter(where)),
      search === '' ? undefined : owned.marked(scopes.search(search.toLowerCase(), TASK_SEARCHED)),
    );
    const page = selectPage(found, inOrder(shelf, tasks, orderBy), offset, limit);
    const ids = tasks.column('first');
    const rows = Array.from(page, (place) => connection.prepare(one).get(ids[place]!));
    return { tasks: rows.map((row) => toTask(shelf, row as GroupRow)), count: found.length };
  };
};

/** The same order as `compareTasks`. */
const inOrder = (shelf: Shelf, tasks: TaskSizes, orderBy: TaskOrder) =>
  comparePlaces(
    shelf,
    [sizeOf(tasks, orderBy), ...(['cost', 'tokens', 'calls', 'lastAt'] as const).map(tasks.column)],
    [tasks.column('first')],
  );

const sizeOf = (tasks: TaskSizes, orderBy: TaskOrder): Float64Array => {
  if (orderBy === 'newest') return tasks.column('lastAt');
  if (orderBy === 'hops') return tasks.column('calls');
  if (orderBy !== 'longest') return tasks.column(orderBy);
  const firstAt = tasks.column('firstAt');
  return tasks.column('endedAt').map((at, place) => at - firstAt[place]!);
};

export const findTasksByText = (shelf: Shelf, text: string): readonly TaskTotals[] =>
  findById(text, (condition) =>
    shelf.connection
      .prepare(`SELECT ${COLUMNS} FROM name n JOIN task_total t ON t.task = n.id WHERE ${condition}`)
      .all(text)
      .map((row) => toTask(shelf, row as GroupRow)),
  );

const COLUMNS = `t.task, t.first_at, t.last_at, t.ended_at, ${MEASURE_COLUMNS}`;

const SCOPES = `SELECT s.*, x.calls FROM scope s JOIN scope_total x ON x.scope = s.id WHERE ${OF_TASK}`;

const toTask = (shelf: Shelf, row: GroupRow): TaskTotals => {
  const scopes = shelf.connection.prepare(SCOPES).all(row.task!) as GroupRow[];
  const most = namedIn(shelf, scopes);
  const named = scopes.filter(({ session }) => session !== NOT_SET);
  return {
    ...totalsOfRow(row),
    task: shelf.names.textOf(row.task!)!,
    apps: most('app'),
    agents: most('agent'),
    models: most('model'),
    sessions: new Set(named.map(({ session, app }) => `${session} ${app}`)).size,
    project: most('project')[0] ?? null,
    feature: most('feature')[0] ?? null,
    user: most('user')[0] ?? null,
    firstAt: row.first_at!,
    lastAt: row.last_at!,
    endedAt: row.ended_at!,
  };
};
