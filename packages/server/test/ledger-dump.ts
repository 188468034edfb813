import type { Ledger, StoredCall } from '@meterline/store';

/** Everything a ledger says, in one comparable value. Ids that engines choose freely are left out. */
export const dumpLedger = async (ledger: Ledger): Promise<unknown> => {
  const calls: Omit<StoredCall, 'id'>[] = [];
  for await (const { id: _, ...call } of ledger.events({})) calls.push(call);
  const byKey = (a: Omit<StoredCall, 'id'>, b: Omit<StoredCall, 'id'>): number =>
    (a.keys[0] ?? '') < (b.keys[0] ?? '') ? -1 : 1;
  const { totals, rows } = await ledger.usage({
    zone: 'UTC',
    by: ['model', 'session'],
    where: [],
    interval: 'day',
  });
  const sessions = await ledger.sessions({ where: [], orderBy: 'newest', limit: 1000 });
  return JSON.parse(
    JSON.stringify({
      calls: calls.sort(byKey),
      totals,
      rows: inOrder(rows),
      sessions: inOrder(sessions.sessions),
      declared: inOrder(await ledger.declared()),
      cronJobs: inOrder(await ledger.cronJobs()),
    }),
  );
};

const inOrder = (values: Iterable<unknown>): readonly unknown[] =>
  [...values]
    .map((value) => [JSON.stringify(value), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);
