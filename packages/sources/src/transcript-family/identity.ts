import type { TokenUsage } from '@meterline/core';

/**
 * Ids that a provider really gives are long and random. Shorter ones come from mocks and proxies, which start again at
 * 1, and so would join calls that have nothing to do with each other.
 */
const PROVIDER_IDS: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^msg_(?:bdrk_|vrtx_)?[A-Za-z0-9]{20,200}$/, 'anthropic'],
  [/^(?:resp_|chatcmpl-)[A-Za-z0-9_-]{20,200}$/, 'openai'],
];

/** A key that the gateway can make from the answer alone, for ids that are unique beyond doubt. */
export const responseKey = (id: string | undefined): string | undefined => {
  if (id === undefined) return undefined;
  const known = PROVIDER_IDS.find(([pattern]) => pattern.test(id));
  return known && `${known[1]}:${id}`;
};

/**
 * The key of a row: entry ids are 8 hex digits that are unique in one file only, so time, model and counts go with
 * them. Forks, archives and the move to SQLite copy rows verbatim and so keep the key, whatever program reads them.
 */
export const rowKey = (
  entryId: string,
  startedAt: number,
  provider: string,
  model: string,
  tokens: TokenUsage,
): string => {
  const written = (tokens.cacheWrite ?? 0) + (tokens.cacheWrite5m ?? 0) + (tokens.cacheWrite1h ?? 0);
  const counts = [tokens.input ?? 0, tokens.output ?? 0, tokens.cacheRead ?? 0, written];
  return ['transcript', entryId, startedAt, provider, model, ...counts].join(':');
};
