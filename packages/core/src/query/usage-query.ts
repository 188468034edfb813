/** The one question that every surface asks (design §1.7): CLI, API, dashboard and exports show the same number. */
export interface UsageQuery {
  /** Half-open UTC milliseconds; an absent side is unbounded. */
  readonly from?: number;
  readonly to?: number;
  /** IANA zone whose calendar gives days, weeks (from Monday) and months. */
  readonly zone: string;
  /** Dimensions to group by, in order; none gives one row of totals. */
  readonly by: readonly Dimension[];
  readonly interval?: Interval;
  /** Filters: values of one dimension with `=` are alternatives, everything else must hold together. */
  readonly where: readonly Filter[];
  /** Rows to give, the largest first; the rest is still in `totals`. */
  readonly limit?: number;
  /** Default `cost` (list price), then tokens; with an interval, time first. */
  readonly orderBy?: 'cost' | 'tokens' | 'calls';
}

export const INTERVALS = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

export const PLAIN_DIMENSIONS = [
  'provider',
  'model',
  'app',
  'source',
  'machine',
  'project',
  'branch',
  'session',
  'task',
  'agent',
  'user',
  'tenant',
  'feature',
  'environment',
  'channel',
  'cron',
] as const;
export type PlainDimension = (typeof PLAIN_DIMENSIONS)[number];
export type Dimension = PlainDimension | `tag:${string}`;

export interface Filter {
  readonly dimension: Dimension;
  readonly op: '=' | '!=';
  /** `null` asks for calls on which the dimension is not set. */
  readonly value: string | null;
}

/** Sums over calls. Money in nano-USD. */
export interface UsageTotals {
  readonly calls: number;
  /** Calls whose status is not `ok`. */
  readonly errorCalls: number;
  readonly tokens: TokenTotals;
  readonly cost: CostTotals;
}

export interface TokenTotals {
  readonly input: number;
  readonly output: number;
  /** Inside `output`. */
  readonly reasoning: number;
  readonly cacheRead: number;
  /** Cache writes of every time to live. */
  readonly cacheWrite: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly total: number;
}

export interface CostTotals {
  /** At API list price; calls without a price add nothing and are counted in `unpricedCalls`. */
  readonly listNanoUsd: number;
  /** What leaves the account. */
  readonly billedNanoUsd: number;
  /** What the sender said; calls without a report add nothing. */
  readonly reportedNanoUsd: number;
  /**
   * What tokens read from a cache would have cost uncached, less what they cost, at list price. Gross: what caching
   * saved in all is this less `cachePremiumNanoUsd`. Unpriced calls add nothing.
   */
  readonly cacheSavedNanoUsd: number;
  /** What cache writes cost beyond plain input, at list price. */
  readonly cachePremiumNanoUsd: number;
  readonly unpricedCalls: number;
  readonly unpricedTokens: number;
}

export interface UsageRow extends UsageTotals {
  /** A value for each dimension of `by`; `null` where the calls have none. */
  readonly key: Readonly<Record<string, string | null>>;
  /** UTC milliseconds at which the interval starts; `null` without an interval. */
  readonly start: number | null;
}

export interface UsageResult {
  readonly rows: readonly UsageRow[];
  readonly totals: UsageTotals;
  /** Rows that `limit` left out. */
  readonly omittedRows: number;
}
