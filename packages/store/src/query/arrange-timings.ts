import type { TimingRow } from '../store.ts';
import { compareKeys } from './arrange-rows.ts';

/** By the texts of the key, and histograms by time: the same for every engine. */
export const arrangeTimings = (rows: readonly TimingRow[]): readonly TimingRow[] =>
  rows
    .map((row) => ({ ...row, latency: inOrder(row.latency), firstToken: inOrder(row.firstToken) }))
    .sort((a, b) => compareKeys(a.key, b.key));

const inOrder = (histogram: ReadonlyMap<number, number>): Map<number, number> =>
  new Map([...histogram].sort(([a], [b]) => a - b));
