import { PLAIN_DIMENSIONS } from '@meterline/core';
import type { Ledger, StoredCall } from '../store.ts';

export const toArray = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const byId = (a: StoredCall, b: StoredCall) => (a.id < b.id ? -1 : 1);

/** Everything that a ledger says about its calls: two ledgers with equal dumps cannot be told apart by a report. */
export const dump = async (ledger: Ledger) => {
  const usage = (by: readonly string[], interval?: 'hour' | 'day') =>
    ledger.usage({ zone: 'Asia/Kathmandu', by: by as never, where: [], ...(interval && { interval }) });
  const { schemaVersion: _, sizeBytes: __, ...stats } = await ledger.stats();
  return {
    stats,
    calls: (await toArray(ledger.events({}))).sort(byId).map(withoutUnset),
    sessions: (await ledger.sessions({ where: [], orderBy: 'newest', limit: 1_000 })).sessions,
    tasks: (await ledger.tasks({ where: [], orderBy: 'newest', limit: 1_000 })).tasks,
    byDimension: await Promise.all([...PLAIN_DIMENSIONS, 'tag:team'].map((dimension) => usage([dimension]))),
    byHour: await usage(['model', 'user'], 'hour'),
    byDay: await usage(['session', 'app'], 'day'),
  };
};

/** A field that holds `undefined` and one that is absent mean the same. */
export const withoutUnset = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
