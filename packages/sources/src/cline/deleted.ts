import { TOKEN_KINDS, type TokenUsage } from '@meterline/core';
import type { UsageSay } from './say.ts';

/**
 * Deleting messages takes their requests' rows out of the file and puts one `deleted_api_reqs` row with their sum in.
 * The ledger keeps what was read before, so the sum must not be counted again:
 *
 *     read 1   a 100, b 50                     counted: a, b
 *     read 2   a 100, deleted 90               counted: 40, since b (50) vanished and was counted
 *
 * So the rows that were seen are remembered through rewrites, as numbers only.
 */
export interface TaskState {
  rows: SeenRow[];
}

type Counts = readonly [
  input: number,
  cacheRead: number,
  cacheWrite: number,
  output: number,
  costNanoUsd: number,
];
type SeenRow = readonly [say: UsageSay['say'], ts: number, ...Counts];

/** Rows of a task that are remembered; beyond it the oldest are forgotten. */
const MAX_SEEN_ROWS = 3_000;

/** What of a `deleted_api_reqs` row is still to be counted. */
export type DeletedShare = (say: UsageSay) => Pick<UsageSay, 'tokens' | 'costNanoUsd'>;

const NOTHING = { tokens: {}, costNanoUsd: 0 };

/** Compares a file's rows with those seen before, and remembers the new ones. */
export const shareOfDeleted = (says: readonly UsageSay[], state: TaskState): DeletedShare => {
  const before = new Set(state.rows.map(nameOfRow));
  const now = new Set(says.map(nameOfSay));
  let counted: Counts = [0, 0, 0, 0, 0];
  for (const row of state.rows)
    if (!now.has(nameOfRow(row))) counted = add(counted, row.slice(2) as unknown as Counts);
  const shares = new Map<UsageSay, ReturnType<DeletedShare>>();
  for (const say of says) {
    if (say.say !== 'deleted_api_reqs' || before.has(nameOfSay(say))) continue;
    const sum = countsOf(say);
    shares.set(say, toShare(say.tokens, subtract(sum, counted)));
    counted = subtract(counted, sum);
  }
  state.rows = says.map((say): SeenRow => [say.say, say.ts, ...countsOf(say)]).slice(-MAX_SEEN_ROWS);
  return (say) => shares.get(say) ?? NOTHING;
};

const nameOfRow = (row: SeenRow): string => `${row[0]}:${row[1]}`;
const nameOfSay = (say: UsageSay): string => `${say.say}:${say.ts}`;

const countsOf = ({ tokens, costNanoUsd }: UsageSay): Counts => [
  tokens.input ?? 0,
  tokens.cacheRead ?? 0,
  tokens.cacheWrite ?? 0,
  tokens.output ?? 0,
  costNanoUsd,
];

const zip = (a: Counts, b: Counts, join: (x: number, y: number) => number): Counts =>
  a.map((value, i) => join(value, b[i]!)) as unknown as Counts;
const add = (a: Counts, b: Counts): Counts => zip(a, b, (x, y) => x + y);
const subtract = (a: Counts, b: Counts): Counts => zip(a, b, (x, y) => Math.max(0, x - y));

const toShare = (reported: TokenUsage, [input, cacheRead, cacheWrite, output, costNanoUsd]: Counts) => {
  const rest: TokenUsage = { input, cacheRead, cacheWrite, output };
  const tokens = Object.fromEntries(
    TOKEN_KINDS.filter((kind) => reported[kind] !== undefined).map((kind) => [kind, rest[kind]]),
  ) as TokenUsage;
  return { tokens, costNanoUsd };
};
