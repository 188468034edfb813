import { CACHE_WRITE_KINDS } from '@meterline/core';
import type { CallRow } from './call-cost.tsx';

/** Cache writes of every time to live; undefined where none was reported, which is not 0. */
export const writtenTokens = ({ tokens }: Pick<CallRow, 'tokens'>): number | undefined => {
  const reported = CACHE_WRITE_KINDS.flatMap((kind) => tokens[kind] ?? []);
  return reported.length === 0 ? undefined : reported.reduce((sum, count) => sum + count, 0);
};
