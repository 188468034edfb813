import type { CostStatus } from '../price/cost.ts';
import type { QuotaKind } from '../usage/quota.ts';
import type { TokenUsage } from '../usage/token-usage.ts';
import type { CallStatus } from '../usage/usage-event.ts';

/**
 * Meterline's own JSON of one call: the one shape that `import`, `export` and ingest share, one object a line in a
 * JSONL file. Only `time`, `provider`, `model` and some tokens are required. Counts are disjoint (`input` is uncached,
 * `output` includes `reasoning`); an absent key means *not reported*, which is not 0.
 */
export interface CallJson {
  /** The sender's id, or `key:` and an identity key of the ledger that exported the call (see `identity.ts`). */
  readonly id?: string;
  /** ISO 8601 instant; without a zone it is UTC. Epoch seconds or milliseconds are read too. */
  readonly time: string;
  /** Who bills. */
  readonly provider: string;
  /** The model's name as sent. */
  readonly model: string;
  readonly tokens: TokenUsage;
  readonly webSearches?: number;
  /** Tools that the answer calls. */
  readonly toolCalls?: number;
  /** `service_tier` as served: `priority`, `flex` … */
  readonly serviceTier?: string;
  readonly batch?: boolean;
  /** `fast` for Anthropic's fast mode. */
  readonly speed?: string;
  /** `us` (inference_geo), `regional` (a regional or data-zone endpoint), or as the sender names it. */
  readonly region?: string;
  /** What the sender says the call cost, in USD. */
  readonly reportedCostUsd?: number;
  readonly app?: string;
  readonly session?: string;
  readonly task?: string;
  readonly agent?: string;
  /** The agent that started this one. */
  readonly parentAgent?: string;
  readonly user?: string;
  readonly tenant?: string;
  readonly feature?: string;
  readonly project?: string;
  readonly environment?: string;
  readonly machine?: string;
  readonly channel?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Default `ok`. */
  readonly status?: CallStatus;
  readonly errorType?: string;
  /** Which try of the same request it was, from 1. */
  readonly attempt?: number;
  readonly stopReason?: string;
  readonly latencyMs?: number;
  readonly timeToFirstTokenMs?: number;
  /** What the answer said is left of the provider's limits, each kind once. */
  readonly quotas?: readonly QuotaJson[];
  /** Written by export, passed over by import: a ledger prices for itself. */
  readonly cost?: CostJson;
}

export interface QuotaJson {
  readonly kind: QuotaKind;
  /** Of the whole window. */
  readonly limit?: number;
  /** Left when it was said. */
  readonly remaining?: number;
  /** ISO 8601 instant; an epoch is read too. */
  readonly resetAt?: string;
}

/** What the exporting ledger made of the call, in USD; an absent amount is not known, which is not 0. */
export interface CostJson {
  readonly status: CostStatus;
  readonly listUsd?: number;
  readonly billedUsd?: number;
  readonly reportedUsd?: number;
  /** What cached tokens would have cost uncached, less what they cost; and what cache writes cost beyond plain input. */
  readonly cacheSavedUsd?: number;
  readonly cachePremiumUsd?: number;
  readonly priceRule?: string;
  readonly matchedBy?: string;
}

/** Names of who, what and how: text that is kept as it is given. */
export const CALL_TEXT_FIELDS = [
  'serviceTier',
  'speed',
  'region',
  'app',
  'session',
  'task',
  'agent',
  'parentAgent',
  'user',
  'tenant',
  'feature',
  'project',
  'environment',
  'machine',
  'channel',
  'errorType',
  'stopReason',
] as const satisfies readonly (keyof CallJson)[];

/** Every key of the shape, in the order of an export. Anything else in a line is unknown. */
export const CALL_FIELDS = [
  'id',
  'time',
  'provider',
  'model',
  'tokens',
  'webSearches',
  'toolCalls',
  'serviceTier',
  'batch',
  'speed',
  'region',
  'reportedCostUsd',
  'app',
  'session',
  'task',
  'agent',
  'parentAgent',
  'user',
  'tenant',
  'feature',
  'project',
  'environment',
  'machine',
  'channel',
  'tags',
  'status',
  'errorType',
  'attempt',
  'stopReason',
  'latencyMs',
  'timeToFirstTokenMs',
  'quotas',
  'cost',
] as const satisfies readonly (keyof CallJson)[];

/** Longest text of one field. A name that is longer is refused, not cut: two long ids must not become one. */
export const MAX_CALL_TEXT_LENGTH = 512;
/** Most tags of one call. */
export const MAX_CALL_TAGS = 32;
/** Longest key of a tag. */
export const MAX_TAG_KEY_LENGTH = 64;
/** Largest count that one call can plausibly have. */
export const MAX_CALL_COUNT = 1_000_000_000_000;
/** Largest reported cost of one call that is believed, in USD. Up to here a JSON number holds nano-USD exactly. */
export const MAX_CALL_COST_USD = 1_000_000;
/** Longest duration of one call that is believed: 30 days. */
export const MAX_CALL_DURATION_MS = 30 * 24 * 3_600_000;
