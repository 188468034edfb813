import type { EventRanks, LedgerEvent, PricedEvent, TokenKind } from '@meterline/core';
import { CALL_STATUSES } from '@meterline/core';
import { TOKEN_COLUMNS } from './columns.ts';
import { packQuotas, unpackQuotas } from './quotas-text.ts';
import type { ScopeValues } from './scope-table.ts';
import type { Trait } from './trait.ts';

/**
 * A call as a row: numbers in columns, dimensions in its scope, all other texts in its *trait* (see `trait.ts`).
 */
export type EventRow = Readonly<Record<string, number | string | null>>;

type SqlValue = number | string | null;

export const COST_STATUSES = ['priced', 'unpriced', 'zero'] as const;
const KINDS = Object.keys(TOKEN_COLUMNS) as TokenKind[];
const or = (value: number | string | undefined): SqlValue => value ?? null;

/** Values in the order of `EVENT_COLUMNS`. */
export const toRow = (
  id: number,
  event: PricedEvent,
  ranks: EventRanks,
  scope: number,
  trait: number,
): SqlValue[] => {
  const { cost, tokens, startedAt } = event;
  return [
    id,
    startedAt,
    scope,
    trait,
    CALL_STATUSES.indexOf(event.status),
    COST_STATUSES.indexOf(cost.status),
    or(tokens.input),
    or(tokens.cacheRead),
    or(tokens.cacheWrite5m),
    or(tokens.cacheWrite1h),
    or(tokens.cacheWrite12h),
    or(tokens.cacheWrite),
    or(tokens.inputAudio),
    or(tokens.outputAudio),
    or(tokens.inputImage),
    or(tokens.outputImage),
    or(tokens.output),
    or(tokens.reasoning),
    or(event.webSearches),
    or(event.toolCalls),
    or(event.reportedCostNanoUsd),
    or(cost.listNanoUsd),
    or(cost.billedNanoUsd),
    or(cost.reportedNanoUsd),
    or(cost.cacheSavedNanoUsd),
    or(cost.cachePremiumNanoUsd),
    or(event.latencyMs),
    or(event.timeToFirstTokenMs),
    ranks.meteredStartedAt === startedAt ? null : ranks.meteredStartedAt,
    ranks.attributionOriginAt === startedAt ? null : ranks.attributionOriginAt,
    or(event.promptFingerprint),
    event.quotas === undefined ? null : packQuotas(event.quotas),
    packKeys(event.keys),
  ];
};

/** The call that a row, its scope and its trait hold. */
export const fromRow = (row: EventRow, scope: ScopeValues, traitText: string): LedgerEvent => {
  const {
    metered,
    attribution,
    request,
    caller,
    priceRule,
    matchedBy,
    bookVersion,
    costConfidence,
    notes,
    tier,
    ...trait
  } = JSON.parse(traitText) as Partial<Trait>;
  const startedAt = row.started_at as number;
  const cost = {
    status: COST_STATUSES[row.cost_status as number]!,
    listNanoUsd: (row.list_nano_usd as number | null) ?? undefined,
    reportedNanoUsd: (row.reported_nano_usd as number | null) ?? undefined,
    billedNanoUsd: (row.billed_nano_usd as number | null) ?? undefined,
    cacheSavedNanoUsd: (row.cache_saved_nano_usd as number | null) ?? undefined,
    cachePremiumNanoUsd: (row.cache_premium_nano_usd as number | null) ?? undefined,
    priceRule,
    matchedBy,
    bookVersion,
    confidence: costConfidence,
    ...(notes === undefined ? {} : { notes }),
    ...(tier === undefined ? {} : { tier }),
  };
  const event: Record<string, unknown> = {
    keys: unpackKeys(row.keys as string),
    startedAt,
    ...scope,
    ...trait,
    status: CALL_STATUSES[row.status as number],
    tokens: readTokens(row),
    cost,
    ranks: {
      metered,
      attribution,
      request,
      meteredStartedAt: row.metered_started_at ?? startedAt,
      attributionOriginAt: row.origin_at ?? startedAt,
      ...(caller === undefined ? {} : { caller }),
    },
  };
  for (const [field, column] of OPTIONAL) if (row[column] !== null) event[field] = row[column];
  if (row.quotas !== null) event.quotas = unpackQuotas(row.quotas as string);
  return event as unknown as LedgerEvent;
};

const OPTIONAL = [
  ['webSearches', 'web_searches'],
  ['toolCalls', 'tool_calls'],
  ['reportedCostNanoUsd', 'sent_cost_nano_usd'],
  ['latencyMs', 'latency_ms'],
  ['timeToFirstTokenMs', 'time_to_first_token_ms'],
  ['promptFingerprint', 'prompt_fingerprint'],
] as const;

const readTokens = (row: EventRow): LedgerEvent['tokens'] => {
  const tokens: Partial<Record<TokenKind, number>> = {};
  for (const kind of KINDS) {
    const count = row[TOKEN_COLUMNS[kind]] as number | null;
    if (count !== null) tokens[kind] = count;
  }
  return tokens;
};

/** One key stands as it is, several as a JSON list. */
const packKeys = (keys: readonly string[]): string =>
  keys.length === 1 && !keys[0]!.startsWith('[') ? keys[0]! : JSON.stringify(keys);

export const unpackKeys = (text: string): readonly string[] =>
  text.startsWith('[') ? (JSON.parse(text) as string[]) : [text];
