import type { Filter, UsageQuery } from '@meterline/core';
import type { Ledger, TaskOrder, TaskQuery } from '@meterline/store';

type Ask = (ledger: Ledger) => Promise<unknown>;
type Asks = Readonly<Record<string, Ask>>;

const ORDERS: readonly TaskOrder[] = ['cost', 'hops', 'tokens', 'longest', 'newest'];
const PAGE = 100;

/** What the list of tasks asks: `count` tasks there are in all. */
export const taskListAsks = (
  count: number,
  within: { readonly from: number; readonly to: number },
  where: readonly Filter[],
): Asks => {
  const asks: Record<string, Ask> = {};
  const ask =
    (query: Partial<TaskQuery>): Ask =>
    (ledger) =>
      ledger.tasks({ where: [], orderBy: 'cost', limit: PAGE, ...query });
  for (const orderBy of ORDERS) {
    asks[`${orderBy}, first page`] = ask({ orderBy });
    asks[`${orderBy}, middle page`] = ask({ orderBy, offset: Math.floor(count / 2) });
    asks[`${orderBy}, searched and filtered`] = ask({ orderBy, search: 'TASK-00', where });
  }
  asks['within a range, filtered'] = ask({ ...within, where });
  asks['a page of 500'] = ask({ limit: 500 });
  return asks;
};

/** What the page of one task asks. */
export const oneTaskAsks = (task: string): Asks => {
  const where: readonly Filter[] = [{ dimension: 'task', op: '=', value: task }];
  const by =
    (dimensions: UsageQuery['by']): Ask =>
    async (ledger) => {
      const [found] = await ledger.findTasks(task);
      const within = { from: found!.firstAt - 900_000, to: found!.lastAt + 1 };
      return ledger.usage({ zone: 'UTC', by: dimensions, where, ...within });
    };
  return {
    'found by id': (ledger) => ledger.findTasks(task),
    'its hops': (ledger) => Array.fromAsync(ledger.events({ where, order: 'oldest', limit: 500 })),
    'by model': by(['provider', 'model']),
    'by agent': by(['agent']),
    'by session': by(['app', 'session']),
  };
};
