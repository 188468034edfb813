import type { GetAnswer } from '@meterline/api/client';

export type CacheAnswer = GetAnswer<'/cache'>;
/** What caching did for some calls. */
export type CacheUse = CacheAnswer['totals'];
export type CacheSession = CacheAnswer['sessions'][number];

export interface Savings {
  /** What tokens read from a cache would have cost uncached, less what they cost; nano-USD, as all here. */
  readonly grossNanoUsd: number;
  /** What cache writes cost above plain input. */
  readonly premiumNanoUsd: number;
  /** Their difference: below 0 caching cost more than it saved. null: no price is known. */
  readonly netNanoUsd: number | null;
}

export const savingsOf = ({ usage: { cost }, netSavedNanoUsd }: CacheUse): Savings => ({
  grossNanoUsd: cost.cacheSavedNanoUsd,
  premiumNanoUsd: cost.cachePremiumNanoUsd,
  netNanoUsd: netSavedNanoUsd,
});

/** Whether a cache was used at all. */
export const usesCache = ({ usage: { tokens } }: Pick<CacheUse, 'usage'>): boolean =>
  tokens.cacheRead + tokens.cacheWrite > 0;

export const sentTokens = ({ input, cacheRead, cacheWrite }: CacheUse['usage']['tokens']): number =>
  input + cacheRead + cacheWrite;

/** Share of what a session sent that came from the cache; null where it sent nothing. */
export const sessionHitRate = ({ tokens }: CacheSession): number | null => {
  const sent = sentTokens(tokens);
  return sent === 0 ? null : tokens.cacheRead / sent;
};

/** What caching saved in a session, nano-USD; null where none of its calls has a price. */
export const sessionNet = ({ cost, calls }: CacheSession): number | null =>
  cost.unpricedCalls >= calls ? null : cost.cacheSavedNanoUsd - cost.cachePremiumNanoUsd;

/** Widths of the two bars of a saving, 0 to 1, on one scale. */
export const savingBars = ({
  grossNanoUsd,
  premiumNanoUsd,
}: Savings): { readonly gross: number; readonly premium: number } => {
  const scale = Math.max(grossNanoUsd, premiumNanoUsd, 0);
  const share = (value: number): number => (scale === 0 ? 0 : Math.max(0, value) / scale);
  return { gross: share(grossNanoUsd), premium: share(premiumNanoUsd) };
};

/** What the rows with a gain would gain together. */
export const oneHourGain = (rows: CacheAnswer['oneHour']): number =>
  rows.reduce((sum, { gainNanoUsd }) => sum + Math.max(0, gainNanoUsd), 0);
