import { connectionId, KNOWN_CLIENTS, type Recognised } from '@meterline/api/clients';
import type { Filter, UsageRow } from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { matchingCalls } from './matching-calls.ts';
import type { Selection } from './selection.ts';

/** What has come of one client by one road. */
export interface ConnectionUse {
  readonly connection: string;
  readonly calls: number;
  /** Start of the day of the first call, UTC milliseconds. */
  readonly firstDay: number | null;
  /** Of the last call that is still kept singly. */
  readonly lastAt: number | null;
}

/** Newest calls that are looked at for the last of each kind, before any is looked for by itself. */
const RECENT_CALLS = 200;

const SOURCES: readonly Filter[] = [
  ...new Set(
    KNOWN_CLIENTS.flatMap((client) => client.connections.map(({ recognised }) => recognised.source)),
  ),
].map((value) => ({ dimension: 'source', op: '=', value }));

/**
 * The use of every known connection. One question for the sums of all, and one for the newest calls; only where a kind is
 * not among these its last call is looked for, once however many connections it counts for.
 */
export const connections = async (ledger: Ledger, zone: string): Promise<readonly ConnectionUse[]> => {
  const by = ['app', 'source', 'provider'] as const;
  const { rows } = await ledger.usage({ zone, where: SOURCES, by, interval: 'day' });
  const recent = await Array.fromAsync(ledger.events({ order: 'newest', limit: RECENT_CALLS }));
  const lastOf = new Map<string, Promise<number | null>>();
  const use = async (connection: string, recognised: Recognised): Promise<ConnectionUse> => {
    const days = rows.filter(({ key }) => isOf(key, recognised));
    const where = filtersOf(recognised);
    const kind = JSON.stringify(where);
    const last =
      lastOf.get(kind) ??
      recent.find((call) => isOf(call, recognised))?.startedAt ??
      lastCall(ledger, { zone, where }, days);
    lastOf.set(kind, Promise.resolve(last));
    return {
      connection,
      calls: days.reduce((sum, { calls }) => sum + calls, 0),
      firstDay: days.length === 0 ? null : Math.min(...days.map(({ start }) => start!)),
      lastAt: await last,
    };
  };
  return Promise.all(
    KNOWN_CLIENTS.flatMap((client) =>
      client.connections.map((connection) => use(connectionId(client, connection), connection.recognised)),
    ),
  );
};

type Kind = Readonly<Partial<Record<'app' | 'source' | 'provider', string | null | undefined>>>;

const isOf = (kind: Kind, { source, app, provider }: Recognised): boolean =>
  kind.source === source &&
  (app === undefined || kind.app === app) &&
  (provider === undefined || kind.provider === provider);

const filtersOf = ({ source, app, provider }: Recognised): readonly Filter[] => [
  { dimension: 'source', op: '=', value: source },
  ...(app === undefined ? [] : [{ dimension: 'app', op: '=', value: app } as const]),
  ...(provider === undefined ? [] : [{ dimension: 'provider', op: '=', value: provider } as const]),
];

/** Looked for in the days that have such calls, the newest first. */
const lastCall = async (
  ledger: Ledger,
  selection: Selection,
  byDay: readonly UsageRow[],
): Promise<number | null> => {
  if (byDay.length === 0) return null;
  for await (const call of matchingCalls(ledger, selection, { order: 'newest', limit: 1, byDay }))
    return call.startedAt;
  return null;
};
