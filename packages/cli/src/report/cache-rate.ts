import type { TokenTotals } from '@meterline/core';

/** Cache reads over all that was sent, 0 to 1; null when nothing was sent. */
export const cacheHitRate = ({ input, cacheRead, cacheWrite }: TokenTotals): number | null => {
  const sent = input + cacheRead + cacheWrite;
  return sent === 0 ? null : cacheRead / sent;
};
