import type { TelemetryRecord } from '../telemetry-record.ts';

/** Counts as a sender gives them: what includes what is told by `Inclusion`. */
export interface SentCounts {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  readonly cacheRead?: number | undefined;
  /** All cache writes, or those whose time to live is not told. */
  readonly cacheWrite?: number | undefined;
  readonly cacheWrite5m?: number | undefined;
  readonly cacheWrite1h?: number | undefined;
  readonly reasoning?: number | undefined;
  readonly total?: number | undefined;
  /** Input that was neither read from nor written to a cache, where the sender says that as well. */
  readonly uncached?: number | undefined;
}

/**
 * Whether `input` has cached tokens in it. `unknown`: the dialect's senders differ, so arithmetic decides, and where it
 * cannot, the standard's rule is assumed and said so.
 */
export type Inclusion = 'inclusive' | 'exclusive' | 'unknown';

/** One call as a dialect reads it. Names and ids as sent; times come from the record. */
export interface CallFacts {
  /** Identity beyond the record's own span: ids of the provider, or of the program's log. */
  readonly keys?: readonly string[];
  /** Whether the span's own id may name the call. False for logs written inside a span of something larger. */
  readonly isSpansOwn?: boolean;
  readonly app?: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly modelAnswered?: string | undefined;
  readonly counts: SentCounts;
  readonly inclusion: Inclusion;
  /** Reasoning stands beside `output`, not in it. Default: the total decides, else it is inside. */
  readonly isReasoningBeside?: boolean;
  /**
   * Cache writes without their times to live, which decide their price: whoever tells the same call with them is the
   * better witness, also a log.
   */
  readonly isUndivided?: boolean;
  readonly reportedCostUsd?: number | undefined;
  readonly speed?: string | undefined;
  readonly serviceTier?: string | undefined;
  readonly stopReason?: string | undefined;
  readonly errorType?: string | undefined;
  readonly httpStatus?: number | undefined;
  readonly attempt?: number | undefined;
  readonly latencyMs?: number | undefined;
  readonly timeToFirstTokenMs?: number | undefined;
  readonly session?: string | undefined;
  readonly agent?: string | undefined;
  readonly channel?: string | undefined;
  readonly user?: string | undefined;
}

/** `no call`: the record is of this dialect, and is a tool, an agent, a sum or something else that is not billed. */
export type Reading = CallFacts | 'no call' | undefined;

/** One way of saying in OpenTelemetry what a call used. Siblings: none knows another. */
export interface Dialect {
  readonly id: string;
  /** Attributes that it reads: these, of all dialects, are the allow-list of the decoder. */
  readonly reads: readonly string[];
  /** Attributes that hold JSON, with the paths in it that are read; they become `<attribute>.<path>`. Numbers only. */
  readonly readsJson?: Readonly<Record<string, readonly string[]>>;
  /** Undefined: not of this dialect. */
  read(record: TelemetryRecord): Reading;
}
