import type { Quota } from './quota.ts';
import type { TokenUsage } from './token-usage.ts';

/**
 * How the call came to be known, weakest first: a better witness of the numbers wins a merge (design §4). A `copy` was
 * read out of a ledger's export and knows less than its original, wherever that came from.
 */
export const CAPTURES = ['copy', 'log', 'import', 'otel', 'ingest', 'sdk', 'gateway'] as const;
export type Capture = (typeof CAPTURES)[number];

/** How sure the counts are, weakest first. */
export const CONFIDENCES = ['estimated', 'reconciled', 'exact'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

export const CALL_STATUSES = ['ok', 'error', 'aborted'] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

/** Who or what caused the call, as the program that made it knows. Taken whole from the owning copy in a merge. */
export interface Attribution {
  /** The program that made the call: `claude-code`, `openclaw`, or what the sender names. */
  readonly app?: string;
  readonly machine?: string;
  /** Absolute folder of the work (cwd), or the sender's name for it. */
  readonly project?: string;
  readonly branch?: string;
  readonly session?: string;
  readonly parentSession?: string;
  readonly agent?: string;
  readonly parentAgent?: string;
  readonly channel?: string;
  /** Id of the scheduled job, as its program names it. */
  readonly cron?: string;
}

/** What the request said of itself and how it went; the gateway and the SDK know it best. */
export interface RequestFacts {
  /** A piece of work across sessions, agents and programs, as whoever made the call names it; else the trace's id. */
  readonly task?: string;
  readonly user?: string;
  readonly tenant?: string;
  readonly feature?: string;
  readonly environment?: string;
  readonly apiKeyLabel?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly latencyMs?: number;
  readonly timeToFirstTokenMs?: number;
  readonly httpStatus?: number;
  readonly attempt?: number;
  /** As the answer's headers said, each kind once, in the order of `QUOTA_KINDS`; never an empty list. */
  readonly quotas?: readonly Quota[];
  /** Keyed HMAC of the prompt, never a plain hash. */
  readonly promptFingerprint?: string;
}

/** What was used and what it said it cost: one version of these is kept whole in a merge, never a mixture. */
export interface MeteredUsage {
  /** Who bills, as the source names it (`anthropic`, `bedrock`, `openrouter` …). */
  readonly provider: string;
  /** The model's name exactly as sent. */
  readonly model: string;
  /** The model's name as the response gave it, when it differs. */
  readonly modelAnswered?: string;
  readonly serviceTier?: string;
  readonly batch?: boolean;
  readonly speed?: string;
  readonly region?: string;
  readonly tokens: TokenUsage;
  readonly webSearches?: number;
  /** Tools that the answer calls. */
  readonly toolCalls?: number;
  readonly reportedCostNanoUsd?: number;
  readonly status: CallStatus;
  readonly errorType?: string;
  readonly stopReason?: string;
  readonly confidence: Confidence;
  /** Set where the sender was ambiguous about whether one count includes another. */
  readonly inclusion?: 'assumed';
}

/** One billable model call, before it is priced. Immutable. No field can hold a prompt, an answer or a key. */
export interface UsageEvent extends Attribution, RequestFacts, MeteredUsage {
  /** Identity keys, at least one. Two events that share any key are the same call. Globally unique strings. */
  readonly keys: readonly string[];
  /** Start of the call, UTC milliseconds. */
  readonly startedAt: number;
  /** Id of the source that saw it (`claude-code`, `jsonl`, `gateway` …). */
  readonly source: string;
  readonly capture: Capture;
  /**
   * UTC milliseconds since when the session that holds this copy has lines of its own. Of several copies of a call
   * (resume, fork, archive) the one with the smallest value owns it and gives the attribution. Default: `startedAt`.
   */
  readonly originAt?: number;
}

export const ATTRIBUTION_FIELDS = [
  'app',
  'machine',
  'project',
  'branch',
  'session',
  'parentSession',
  'agent',
  'parentAgent',
  'channel',
  'cron',
] as const satisfies readonly (keyof Attribution)[];

/** What and whom a call is for, as whoever made it says: any road may know any of them, and an agent's log knows none. */
export const CALLER_FIELDS = [
  'task',
  'user',
  'tenant',
  'feature',
  'environment',
  'apiKeyLabel',
] as const satisfies readonly (keyof RequestFacts)[];

export const REQUEST_FIELDS = [
  'latencyMs',
  'timeToFirstTokenMs',
  'httpStatus',
  'attempt',
  'quotas',
  'promptFingerprint',
] as const satisfies readonly (keyof RequestFacts)[];

export const METERED_FIELDS = [
  'provider',
  'model',
  'modelAnswered',
  'serviceTier',
  'batch',
  'speed',
  'region',
  'tokens',
  'webSearches',
  'toolCalls',
  'reportedCostNanoUsd',
  'status',
  'errorType',
  'stopReason',
  'confidence',
  'inclusion',
] as const satisfies readonly (keyof MeteredUsage)[];
