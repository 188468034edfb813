import type { TokenTotals } from '../query/usage-query.ts';

/** Text tokens that were sent: uncached, read from a cache, or written to one. What a hit rate is a share of. */
export const sentTokens = ({ input, cacheRead, cacheWrite }: TokenTotals): number =>
  input + cacheRead + cacheWrite;

/** Cache reads over all that was sent, 0 to 1; null when nothing was sent. */
export const cacheHitRate = (tokens: TokenTotals): number | null => {
  const sent = sentTokens(tokens);
  return sent === 0 ? null : tokens.cacheRead / sent;
};
