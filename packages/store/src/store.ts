import type {
  CallStatus,
  CallTimings,
  Cost,
  CronJobName,
  DeclaredUsage,
  Filter,
  Issue,
  IssueCode,
  LedgerEvent,
  PricedEvent,
  TokenTotals,
  UsageQuery,
  UsageResult,
  UsageRow,
  UsageTotals,
} from '@meterline/core';

/**
 * The ledger: every call once, for ever. Engines differ only by the flags of `capabilities`; one conformance suite
 * (`conformance.test-kit.ts`) is their specification and the memory engine its oracle. All methods that read see every
 * batch appended before. Faults are thrown as `MeterlineError` with a `LEDGER_*` code.
 */
export interface Ledger {
  readonly capabilities: LedgerCapabilities;
  /** One transaction: all of the batch or nothing. Appending anything twice changes nothing. */
  append(batch: LedgerBatch): Promise<AppendResult>;

  usage(query: UsageQuery): Promise<UsageResult>;
  /** Cached tokens that were written again because their time was up (core's `cacheLapseOf`). Always exact. */
  lapses(query: LapseQuery): Promise<LapseResult>;
  /** How long calls took, of those that say so (core's `CallTimings`). */
  timings(query: TimingQuery): Promise<TimingResult>;
  /** A page; with `limit: 0` only their number. */
  sessions(query: SessionQuery): Promise<SessionPage>;
  /** How many sessions have calls in a range, and in each interval of it. */
  activeSessions(query: ActiveSessionsQuery): Promise<ActiveSessions>;
  /** Matches a whole id or a unique beginning of at least 6 characters; several matches give several. */
  findSessions(idOrPrefix: string): Promise<readonly SessionTotals[]>;
  /** A page; with `limit: 0` only their number. */
  tasks(query: TaskQuery): Promise<TaskPage>;
  /** As `findSessions`, by the id of a task. */
  findTasks(idOrPrefix: string): Promise<readonly TaskTotals[]>;
  /** Calls, oldest first unless asked otherwise. Streams: a 10 M-call export must not be held in memory. */
  events(query: EventQuery): AsyncIterable<StoredCall>;
  /** By the ledger's call id, a unique beginning of it (6+ characters), or any identity key. */
  findCalls(idOrKey: string): Promise<readonly StoredCall[]>;
  declared(session?: { readonly app: string; readonly session: string }): Promise<readonly DeclaredUsage[]>;
  cronJobs(): Promise<readonly CronJobName[]>;

  checkpoint(source: string, path: string): Promise<Checkpoint | undefined>;
  /** All checkpoints of a source in one read: a second import compares 2,000 files with these. */
  checkpoints(source: string): Promise<readonly Checkpoint[]>;
  issues(): Promise<readonly IssueSummary[]>;
  /** Values of a dimension with their totals, the most used first (completion, did-you-mean). */
  dimensionValues(dimension: string, limit: number): Promise<readonly string[]>;
  stats(): Promise<LedgerStats>;
  /** A number that grows with every batch, repricing or drop that any process committed. Cheap enough to ask every second. */
  revision(): Promise<number>;

  /**
   * Begins, changes or (undefined) ends keeping the order in which calls come and change: of those that started at
   * `since` or later, the last `CHANGES_KEPT` of all processes that append. Repricing and retention are no changes.
   */
  followChanges(since: number | undefined): Promise<void>;
  /** What was added or changed after the place `after` (0: from the beginning), oldest first. */
  changes(after: number, limit: number): Promise<ChangePage>;
  /** A small text that a program keeps with the ledger because it would mean nothing with another. */
  note(name: string): Promise<string | undefined>;
  /** Writes a note (undefined removes it) where it still is `before`; false where somebody else was faster. */
  changeNote(name: string, before: string | undefined, after: string | undefined): Promise<boolean>;

  /** Prices again: `price` gives the new cost of a call or undefined to leave it. Old costs stay in a history table. */
  reprice(
    query: EventQuery,
    price: (call: StoredCall) => Cost | undefined,
    options: { readonly dryRun: boolean; readonly bookVersion: string; readonly at: number },
  ): Promise<RepriceResult>;
  /**
   * Drops raw calls that started before the instant (rounded down to a quarter of an hour); gives their number. All
   * totals, sessions and identity keys stay, so that importing them again changes nothing. What is left of a dropped
   * call counts at the start of its quarter of an hour.
   */
  dropEventsBefore(instant: number): Promise<number>;
  /** Read-only SQL over the stable views (docs/guides/sql.md). Engines without SQL refuse with SQL_INVALID. */
  sql(statement: string, limit: number): Promise<SqlTable>;
  /** Keeps the daily rollups in another zone's days from now on. Rewrites them: once, when the setting changes. */
  rebuildDays(zone: string): Promise<void>;
  /** Prepares long-range reports, best after a large import. Never needed for right answers, only for fast ones. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface LedgerCapabilities {
  /** Survives the process. */
  readonly durable: boolean;
  /** Answers `sql`. */
  readonly sql: boolean;
  /** Several processes may append at once. */
  readonly concurrentWriters: boolean;
}

export interface LedgerBatch {
  readonly events: readonly PricedEvent[];
  readonly checkpoints?: readonly Checkpoint[];
  readonly issues?: readonly Issue[];
  readonly declared?: readonly DeclaredUsage[];
  readonly cronJobs?: readonly CronJobName[];
}

export interface AppendResult {
  /** Calls that the ledger did not have. */
  readonly added: number;
  /** Calls that it had and that a better or fuller copy changed. */
  readonly merged: number;
  /** Calls that it had exactly so. */
  readonly unchanged: number;
}

/** Where reading of a file stopped. Written in the same transaction as the events before it. */
export interface Checkpoint {
  readonly source: string;
  /** Real path. */
  readonly path: string;
  readonly parserVersion: number;
  readonly device: number;
  readonly inode: number;
  readonly size: number;
  readonly modifiedAt: number;
  /** Bytes that were read and committed. */
  readonly offset: number;
  /** Hash of the first and last bytes before `offset`: tells a grown file from a replaced one. */
  readonly fingerprint: string;
  /** The reader's state, as JSON text. */
  readonly state: string;
}

/** A call with the ledger's own id (16 hex digits, stable in this ledger). */
export interface StoredCall extends LedgerEvent {
  readonly id: string;
}

/** Changes that are kept for whoever follows them. */
export const CHANGES_KEPT = 100_000;

export interface ChangePage {
  readonly changes: readonly CallChange[];
  /** Place of the newest change that the ledger has, in this page or after it. */
  readonly last: number;
  /** Changes after the place that was asked for which are no longer kept. */
  readonly lost: number;
}

/**
 * `added`, `changed`: `call` is it as it is now, also after later changes; undefined where it was dropped since.
 * `removed`: it turned out to be a call that was dropped before.
 */
export interface CallChange {
  /** Grows with every change; never used twice. */
  readonly place: number;
  readonly kind: 'added' | 'changed' | 'removed';
  readonly call: StoredCall | undefined;
  /** Ids that the call had, alone or as several, and has no more. */
  readonly formerIds: readonly string[];
}

export interface EventQuery {
  readonly from?: number;
  readonly to?: number;
  readonly where?: readonly Filter[];
  readonly order?: 'oldest' | 'newest';
  readonly limit?: number;
  /** Only calls that ended so. `failed`: in any way but `ok`. */
  readonly status?: CallStatus | 'failed';
  /** True: only calls that have no known price. */
  readonly unpriced?: boolean;
  /**
   * Only what follows this call in the order: a page after a page. Of a call that the ledger does not hold (any more) at
   * this time, everything of its moment is given, so that nothing is passed over.
   */
  readonly after?: CallPlace;
}

/** Where a call stands among others. */
export interface CallPlace {
  readonly startedAt: number;
  /** The ledger's id of the call. */
  readonly id: string;
}

/** The order and limits of a usage query, over lapses: by tokens, then lapses; with an interval, time first. */
export interface LapseQuery extends Pick<UsageQuery, 'from' | 'to' | 'zone' | 'by' | 'interval' | 'where'> {
  /** Rows to give, the largest first; the rest is still in `totals`. */
  readonly limit?: number;
}

export interface LapseTotals {
  /** Calls that wrote again what had lapsed. Each counts when it started. */
  readonly lapses: number;
  readonly lapsedTokens: number;
  /** Of these, those that a cache of one hour would have spared. */
  readonly lapsesWithinHour: number;
  readonly lapsedWithinHourTokens: number;
}

export interface LapseRow extends LapseTotals, Pick<UsageRow, 'key' | 'start'> {}

export interface LapseResult {
  readonly rows: readonly LapseRow[];
  readonly totals: LapseTotals;
  /** Rows that `limit` left out. */
  readonly omittedRows: number;
}

/**
 * Timings are kept for ever by feature, tenant, model, provider, environment and app. A question that groups or filters by
 * anything else is answered from the raw calls: dropped ones are not in it, and of very many only the newest are.
 */
export interface TimingQuery extends Pick<UsageQuery, 'from' | 'to' | 'by' | 'where'> {
  /** Only these groups, which is much faster than all; without it all. */
  readonly groups?: readonly UsageRow['key'][];
}

export interface TimingRow extends Readonly<CallTimings>, Pick<UsageRow, 'key'> {}

export interface TimingResult {
  /** Groups of which any call says how long it took, by their keys. */
  readonly rows: readonly TimingRow[];
  /** UTC milliseconds: only calls from then on were looked at, because there are too many raw ones; null: all were. */
  readonly since: number | null;
}

/** Sessions with a call in the range that satisfies all filters. What is left of a dropped call counts as in `usage`. */
export interface SessionQuery {
  readonly from?: number;
  readonly to?: number;
  readonly where: readonly Filter[];
  /**
   * In whatever case, a part of the session's id, or of the app, project, branch, agent, model, cron job or channel of
   * any of its calls. Empty: all.
   */
  readonly search?: string;
  /**
   * The largest first: list price, tokens, calls, time of the last call, time from first to last call, or what was sent
   * and not read from a cache (`cacheWaste`: uncached input and cache writes; there is the money to be saved). Of equals
   * cost, tokens, calls, the last call and at last the names decide, so pages never overlap.
   */
  readonly orderBy: SessionOrder;
  readonly limit: number;
  readonly offset?: number;
}

export type ActiveSessionsQuery = Pick<UsageQuery, 'from' | 'to' | 'zone' | 'interval' | 'where'>;

export interface ActiveSessions {
  /** Sessions with a call in the range that satisfies all filters: as many as `sessions` finds. */
  readonly count: number;
  /** The intervals that have some, by their start. A session counts in each in which it has such a call. */
  readonly intervals: readonly { readonly start: number; readonly count: number }[];
}

export type SessionOrder = 'cost' | 'tokens' | 'calls' | 'newest' | 'longest' | 'cacheWaste';

export interface SessionPage {
  readonly sessions: readonly SessionTotals[];
  /** Sessions that match, before limit and offset. */
  readonly count: number;
}

/**
 * A session is known by its app and its id together. Totals are of the whole session, also in a ranged query. Where its
 * calls differ (a branch was changed), `project`, `branch` and the like are those of the most calls that name one.
 */
export interface SessionTotals extends UsageTotals {
  readonly app: string | null;
  readonly session: string;
  readonly source: string;
  readonly parentSession: string | null;
  readonly project: string | null;
  readonly branch: string | null;
  readonly agent: string | null;
  readonly channel: string | null;
  readonly cron: string | null;
  /** Canonical names, the most called first. */
  readonly models: readonly string[];
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Tasks whose time from first to last hop meets the range, with at least one call that satisfies all filters. */
export interface TaskQuery {
  readonly from?: number;
  readonly to?: number;
  readonly where: readonly Filter[];
  /**
   * In whatever case, a part of the task's id, or of the app, project, agent, model, feature or user of any of its calls.
   * Empty: all.
   */
  readonly search?: string;
  /**
   * The largest first: list price, number of calls, tokens, time of the last hop, or time from the first hop's start to the
   * end of the one that ended last (`longest`). Of equals cost, tokens, hops, the last hop and at last the id decide.
   */
  readonly orderBy: TaskOrder;
  readonly limit: number;
  readonly offset?: number;
}

export type TaskOrder = 'cost' | 'hops' | 'tokens' | 'longest' | 'newest';

export interface TaskPage {
  readonly tasks: readonly TaskTotals[];
  /** Tasks that match, before limit and offset. */
  readonly count: number;
}

/**
 * A task is known by its id alone: it runs through sessions, agents and programs. Each of its calls is a hop. Totals are of
 * the whole task, also in a ranged query. Lists and names are those of the most calls that name one, the most called first.
 */
export interface TaskTotals extends UsageTotals {
  readonly task: string;
  readonly apps: readonly string[];
  readonly agents: readonly string[];
  /** Canonical names. */
  readonly models: readonly string[];
  /** Different sessions (app and id) that its hops name. */
  readonly sessions: number;
  readonly project: string | null;
  readonly feature: string | null;
  readonly user: string | null;
  /** Start of the first hop, and of the last. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** End of the hop that ended last (core's `callEnd`); where no latency is known, the start of the last. */
  readonly endedAt: number;
}

export interface IssueSummary {
  readonly source: string;
  readonly file: string;
  readonly code: IssueCode;
  readonly count: number;
  /** Smallest `at` of its issues: the first place in the file. */
  readonly firstAt: number;
  /** Of the issue at `firstAt`. */
  readonly detail: string | null;
}

export interface LedgerStats {
  readonly schemaVersion: number;
  readonly calls: number;
  readonly rawCalls: number;
  readonly sessions: number;
  readonly firstAt: number | null;
  readonly lastAt: number | null;
  readonly sizeBytes: number;
  readonly tokens: TokenTotals;
  /** The zone whose days the daily rollups are kept in. */
  readonly zone: string;
}

export interface RepriceResult {
  readonly examined: number;
  readonly changed: number;
  readonly oldListNanoUsd: number;
  readonly newListNanoUsd: number;
  /** Sums by canonical model, the largest change first. */
  readonly byModel: readonly {
    readonly model: string;
    readonly calls: number;
    readonly oldListNanoUsd: number;
    readonly newListNanoUsd: number;
  }[];
}

export interface SqlTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
  /** More rows exist than `limit` gave. */
  readonly truncated: boolean;
}
