import { type CacheUse, cacheLapseOf, cacheUseOf } from '@meterline/core';
import { cachingCallOf, firstKeyOf, USE_COLUMNS, USED_CACHE, type UseRow } from './cache-use-row.ts';
import type { Connection } from './connection.ts';
import { type ChainIds, type DroppedUse, readDroppedUse } from './dropped-use.ts';

/** A lapse as table `lapse` holds it. */
export interface StoredLapse {
  readonly tokens: number;
  readonly withinHour: boolean;
}

/** A call whose lapse is not as stored. */
export interface LapseChange {
  readonly event: number;
  readonly at: number;
  readonly scope: number;
  readonly old: StoredLapse | undefined;
  readonly now: StoredLapse | undefined;
}

/**
 * Works out the lapses of a session's calls from an instant on, and gives those that are not stored so. What happened
 * since then can only have changed them: a call's lapse depends on itself and on the use before it.
 */
export const findLapseChanges = (
  connection: Connection,
  session: number,
  app: number,
  since: number,
): readonly LapseChange[] => {
  const chains = new Map<string, { readonly ids: ChainIds; readonly scopes: number[] }>();
  for (const row of connection.prepare(SCOPES).all(session, app)) {
    const { id, agent, provider, model } = row as Readonly<Record<string, number>>;
    const name = `${agent},${provider},${model}`;
    const chain = chains.get(name) ?? { ids: [session, app, agent!, provider!, model!] as const, scopes: [] };
    chains.set(name, chain);
    chain.scopes.push(id!);
  }
  return [...chains.values()].flatMap(({ ids, scopes }) => changesOfChain(connection, ids, scopes, since));
};

const SCOPES = 'SELECT id, agent, provider, model FROM scope WHERE session = ? AND app = ?';
const SINCE = `SELECT e.id, e.started_at, l.tokens, l.within_hour FROM event e LEFT JOIN lapse l ON l.event = e.id
  WHERE e.scope = ? AND e.started_at >= ? AND ${USED_CACHE} ORDER BY e.started_at`;
const LAST_BEFORE = `SELECT e.id, e.started_at FROM event e WHERE e.scope = ? AND e.started_at < ? AND ${USED_CACHE}
  ORDER BY e.started_at DESC LIMIT 1`;
const AT = `SELECT e.id FROM event e WHERE e.scope = ? AND e.started_at = ? AND e.id <> ? AND ${USED_CACHE}`;
const USE = `SELECT ${USE_COLUMNS} FROM event e WHERE e.id = ?`;

/** A use of the cache in its chain. Everything else of it is only read beside a gap. */
interface Use {
  readonly at: number;
  readonly event: number | undefined;
  readonly scope: number;
  /** Undefined for one of before the instant, which is not looked at again. */
  readonly stored?: StoredLapse | undefined;
  readonly isFixed: boolean;
  readonly dropped?: DroppedUse;
}

const changesOfChain = (
  connection: Connection,
  ids: ChainIds,
  scopes: readonly number[],
  since: number,
): readonly LapseChange[] => {
  const uses: Use[] = scopes.flatMap((scope) => usesSince(connection, scope, since));
  if (uses.length === 0) return [];
  const next = uses.reduce((first, { at }) => Math.min(first, at), Number.POSITIVE_INFINITY);
  uses.push(...scopes.flatMap((scope) => lastUsesBefore(connection, scope, since, next)));
  const dropped = readDroppedUse(connection, ids);
  if (dropped !== undefined)
    uses.push({ at: dropped.use.startedAt, event: undefined, scope: 0, isFixed: true, dropped });
  uses.sort((a, b) => a.at - b.at);
  return changesAmong(connection, uses);
};

const usesSince = (connection: Connection, scope: number, since: number): readonly Use[] => {
  const statement = connection.prepare(SINCE);
  statement.setReturnArrays(true);
  return (statement.all(scope, since) as unknown as (number | null)[][]).map(([event, at, tokens, hour]) => ({
    at: at!,
    event: event!,
    scope,
    isFixed: false,
    ...(tokens !== null && { stored: { tokens: tokens!, withinHour: hour === 1 } }),
  }));
};

/** With others at the same instant, where what follows is far enough away that it matters which is the last. */
const lastUsesBefore = (
  connection: Connection,
  scope: number,
  since: number,
  next: number,
): readonly Use[] => {
  const row = connection.prepare(LAST_BEFORE).get(scope, since);
  if (row === undefined) return [];
  const { id, started_at: at } = row as Readonly<Record<'id' | 'started_at', number>>;
  const others = next - at > SHORTEST_GAP_MS ? connection.prepare(AT).all(scope, at, id) : [];
  return [{ id }, ...others].map((use) => ({ at, event: use.id as number, scope, isFixed: true }));
};

/** No cache lives shorter, so that nothing lapses in a shorter gap between two starts. */
const SHORTEST_GAP_MS = 300_000;

/** Goes through uses in their order. Those of one instant go by their keys: only the first of them can follow a gap. */
const changesAmong = (connection: Connection, uses: readonly Use[]): readonly LapseChange[] => {
  const changes: LapseChange[] = [];
  let before: readonly Use[] = [];
  for (let i = 0, end = 0; i < uses.length; i = end) {
    while (end < uses.length && uses[end]!.at === uses[i]!.at) end += 1;
    const now = uses.slice(i, end);
    const hasGap = before.length > 0 && now[0]!.at - before[0]!.at > SHORTEST_GAP_MS;
    const first = hasGap ? extremeOf(connection, now, -1) : undefined;
    for (const use of now) {
      if (use.isFixed) continue;
      const lapse = use === first ? lapseAfter(connection, extremeOf(connection, before, 1), use) : undefined;
      if (!isSame(use.stored, lapse))
        changes.push({ event: use.event!, at: use.at, scope: use.scope, old: use.stored, now: lapse });
    }
    before = now;
  }
  return changes;
};

const isSame = (a: StoredLapse | undefined, b: StoredLapse | undefined): boolean =>
  a?.tokens === b?.tokens && a?.withinHour === b?.withinHour;

/** Of uses at one instant the one whose key comes first (-1) or last (1). */
const extremeOf = (connection: Connection, uses: readonly Use[], sign: 1 | -1): Use => {
  if (uses.length === 1) return uses[0]!;
  const keyed = uses.map((use) => ({
    use,
    key: use.dropped?.firstKey ?? firstKeyOf(readUse(connection, use)),
  }));
  return keyed.reduce((best, each) => (each.key > best.key === (sign === 1) ? each : best)).use;
};

const readUse = (connection: Connection, { event }: Use): UseRow =>
  connection.prepare(USE).get(event!) as unknown as UseRow;

const lapseAfter = (connection: Connection, before: Use, use: Use): StoredLapse | undefined => {
  const previous: CacheUse = before.dropped?.use ?? cacheUseOf(cachingCallOf(readUse(connection, before)))!;
  const lapse = cacheLapseOf(previous, cachingCallOf(readUse(connection, use)));
  return lapse && { tokens: lapse.lapsedTokens, withinHour: lapse.isWithinHour };
};
