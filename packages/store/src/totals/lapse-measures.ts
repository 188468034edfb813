import type { CacheLapse } from '@meterline/core';
import type { LapseTotals } from '../store.ts';
import type { Sums } from './measures.ts';

/** What is summed over lapses, in the order of rollup columns. They stand in the rollups beside `MEASURES`. */
export const LAPSE_MEASURES = [
  'lapses',
  'lapsed_tokens',
  'lapses_within_hour',
  'lapsed_within_hour_tokens',
] as const;

export const noLapses = (): Sums => [0, 0, 0, 0];

export const addLapse = (
  sums: Sums,
  { lapsedTokens, isWithinHour }: Omit<CacheLapse, 'gapMs'>,
  sign: 1 | -1,
) => {
  sums[0]! += sign;
  sums[1]! += sign * lapsedTokens;
  if (!isWithinHour) return;
  sums[2]! += sign;
  sums[3]! += sign * lapsedTokens;
};

export const toLapseTotals = (sums: ArrayLike<number>): LapseTotals => ({
  lapses: sums[0]!,
  lapsedTokens: sums[1]!,
  lapsesWithinHour: sums[2]!,
  lapsedWithinHourTokens: sums[3]!,
});
