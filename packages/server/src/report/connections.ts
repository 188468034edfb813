import { connectionId, KNOWN_CLIENTS, type Recognised } from '@meterline/api/clients';
import type { Filter, UsageRow } from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { matchingCalls } from './matching-calls.ts';

/** What has come of one client by one road. */
export interface ConnectionUse {
  readonly connection: string;
  readonly calls: number;
  /** Start of the day of the first call, UTC milliseconds. */
  readonly firstDay: number | null;
  /** Of the last call that is still kept singly. */
  readonly lastAt: number | null;
}

/**
 * The use of every known connection. One question for the sums of all; the last call is looked for once for each kind of
 * call, however many connections it counts for.
 */
export const connections = async (ledger: Ledger, zone: string): Promise<readonly ConnectionUse[]> => {
  const { rows } = await ledger.usage({
    zone,
    where: [],
    by: ['app', 'source', 'provider'],
    interval: 'day',
  });
  const lastOf = new Map<string, Promise<number | null>>();
  return Promise.all(
    KNOWN_CLIENTS.flatMap((client) =>
      client.connections.map(async (connection): Promise<ConnectionUse> => {
        const days = rows.filter((row) => isOf(row, connection.recognised));
        const where = filtersOf(connection.recognised);
        const key = JSON.stringify(where);
        const last = lastOf.get(key) ?? lastCall(ledger, zone, where, days);
        lastOf.set(key, last);
        return {
          connection: connectionId(client, connection),
          calls: days.reduce((sum, { calls }) => sum + calls, 0),
          firstDay: days.length === 0 ? null : Math.min(...days.map(({ start }) => start!)),
          lastAt: await last,
        };
      }),
    ),
  );
};

const isOf = ({ key }: UsageRow, { source, app, provider }: Recognised): boolean =>
  key['source'] === source &&
  (app === undefined || key['app'] === app) &&
  (provider === undefined || key['provider'] === provider);

const filtersOf = ({ source, app, provider }: Recognised): readonly Filter[] => [
  { dimension: 'source', op: '=', value: source },
  ...(app === undefined ? [] : [{ dimension: 'app', op: '=', value: app } as const]),
  ...(provider === undefined ? [] : [{ dimension: 'provider', op: '=', value: provider } as const]),
];

/** Looked for in the days that have such calls, the newest first. */
const lastCall = async (
  ledger: Ledger,
  zone: string,
  where: readonly Filter[],
  byDay: readonly UsageRow[],
): Promise<number | null> => {
  if (byDay.length === 0) return null;
  for await (const call of matchingCalls(ledger, { zone, where }, { order: 'newest', limit: 1, byDay }))
    return call.startedAt;
  return null;
};
