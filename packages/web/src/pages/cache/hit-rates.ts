import type { GetAnswer } from '@meterline/api/client';

type Measures = GetAnswer<'/series'>['total'];

/** Share of the input that was read from a cache, bucket by bucket; null where nothing was sent. */
export const hitRates = ({ cacheRead, promptTokens }: Measures): readonly (number | null)[] =>
  promptTokens.map((sent, bucket) => (sent === 0 ? null : (cacheRead[bucket] ?? 0) / sent));

/** Over all buckets. */
export const hitRateOf = (measures: Measures): number | null => {
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const sent = sum(measures.promptTokens);
  return sent === 0 ? null : sum(measures.cacheRead) / sent;
};
