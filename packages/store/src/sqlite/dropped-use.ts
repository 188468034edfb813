import { type CacheUse, cacheUseOf } from '@meterline/core';
import { cachingCallOf, firstKeyOf, USE_COLUMNS, USED_CACHE, type UseRow } from './cache-use-row.ts';
import type { Connection } from './connection.ts';

/**
 * Of each chain the last use of the cache that retention dropped: a call that is kept, or that comes later, may have
 * lapsed since then.
 */
export interface DroppedUse {
  readonly use: CacheUse;
  readonly firstKey: string;
}

/** A chain by ids of names: what core's `cacheChainOf` names by texts. */
export type ChainIds = readonly [
  session: number,
  app: number,
  agent: number,
  provider: number,
  model: number,
];

const WHERE_CHAIN = 'WHERE session = ? AND app = ? AND agent = ? AND provider = ? AND model = ?';

export const readDroppedUse = (connection: Connection, chain: ChainIds): DroppedUse | undefined => {
  const row = connection.prepare(`SELECT * FROM dropped_use ${WHERE_CHAIN}`).get(...chain);
  if (row === undefined) return undefined;
  return {
    use: {
      startedAt: row.started_at as number,
      endedAt: row.ended_at as number,
      cachedTokens: row.cached_tokens as number,
      timeToLiveMs: (row.time_to_live_ms as number | null) ?? undefined,
    },
    firstKey: row.first_key as string,
  };
};

const isLater = (a: DroppedUse, b: DroppedUse): boolean =>
  a.use.startedAt > b.use.startedAt || (a.use.startedAt === b.use.startedAt && a.firstKey > b.firstKey);

type DoomedRow = UseRow & Readonly<Record<'session' | 'app' | 'agent' | 'provider' | 'model', number>>;

/** Remembers the uses among calls that are about to be dropped. `doomed` selects their ids. */
export const keepDroppedUses = (connection: Connection, doomed: string, params: readonly number[]): void => {
  const rows = connection
    .prepare(
      `SELECT ${USE_COLUMNS}, s.session, s.app, s.agent, s.provider, s.model FROM event e
        CROSS JOIN scope s ON s.id = e.scope WHERE e.id IN (${doomed}) AND s.session <> 0 AND ${USED_CACHE}`,
    )
    .iterate(...params);
  const last = new Map<string, { readonly chain: ChainIds; readonly dropped: DroppedUse }>();
  for (const each of rows) {
    const row = each as unknown as DoomedRow;
    const chain = [row.session, row.app, row.agent, row.provider, row.model] as const;
    const dropped = { use: cacheUseOf(cachingCallOf(row))!, firstKey: firstKeyOf(row) };
    const known = last.get(chain.join());
    if (known === undefined || isLater(dropped, known.dropped)) last.set(chain.join(), { chain, dropped });
  }
  for (const { chain, dropped } of last.values()) {
    const known = readDroppedUse(connection, chain);
    if (known !== undefined && !isLater(dropped, known)) continue;
    const { startedAt, endedAt, cachedTokens, timeToLiveMs } = dropped.use;
    connection
      .prepare('INSERT OR REPLACE INTO dropped_use VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(...chain, startedAt, endedAt, cachedTokens, timeToLiveMs ?? null, dropped.firstKey);
  }
};
