import { type CallStatus, isEmptyUsage, type UsageEvent } from '@meterline/core';
import { defined, type JsonRecord, type OnBad, recordAt, textOf, timeOf, wordOf } from '../read/index.ts';
import type { Dialect, Surroundings } from './dialect.ts';
import { responseKey, rowKey } from './identity.ts';
import type { TranscriptState } from './transcript-state.ts';
import { type RowUsage, usageOf } from './usage.ts';

/** Rows that OpenClaw puts into a transcript itself: no model was asked. */
const OWN_PROVIDER = 'openclaw';
const OWN_API = 'openclaw-transcript';
const UNKNOWN = 'unknown';
/** A call that took longer than a day was not one: the clock was set. */
const MAX_LATENCY_MS = 86_400_000;

/** A row that may hold one billed call: an assistant message, or a summary that a model wrote. */
interface Row {
  readonly entry: JsonRecord;
  /** The part with provider, model and stop reason; the entry itself for a summary. */
  readonly body: JsonRecord;
  readonly usage: RowUsage;
}

/** The call that a row tells of, or undefined when no model was asked or nothing was billed. */
export const callOf = (
  entry: JsonRecord,
  state: TranscriptState,
  cron: string | undefined,
  around: Surroundings,
  dialect: Dialect,
  onBad: OnBad,
): UsageEvent | undefined => {
  const row = rowOf(entry, onBad);
  if (row === undefined || isOwnRow(row.body) || isMirror(row.body, around)) return undefined;
  const failure = failureOf(row, dialect);
  const isCut = isCutUncounted(row);
  if (isEmptyUsage(row.usage.tokens) && failure === undefined && !isCut) return undefined;
  const startedAt = timeOf(row.body['timestamp']) ?? timeOf(entry['timestamp']);
  if (startedAt === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return undefined;
  }
  return {
    ...attributionOf(state, cron, around),
    ...meteredOf(row, startedAt, state, dialect, onBad),
    ...requestOf(row, startedAt, failure),
    startedAt,
    source: dialect.source,
    capture: 'log',
    confidence: isCut ? 'estimated' : 'exact',
  };
};

/** A stream that the user cut before its usage came: a billed call whose counts nobody knows, so not 0. */
const isCutUncounted = (row: Row): boolean =>
  row.body['stopReason'] === 'aborted' && isEmptyUsage(row.usage.tokens);

const rowOf = (entry: JsonRecord, onBad: OnBad): Row | undefined => {
  const message = recordAt(entry, 'message');
  if (entry['type'] === 'message' && message?.['role'] !== 'assistant') return undefined;
  const body = message ?? entry;
  const usage = recordAt(body, 'usage') ?? recordAt(entry, 'usage');
  return usage && { entry, body, usage: usageOf(usage, onBad) };
};

const isOwnRow = (body: JsonRecord): boolean => body['provider'] === OWN_PROVIDER || body['api'] === OWN_API;

/** Codex app-server turns are logged twice; the rollout has every response, the row here only the last. */
const isMirror = (body: JsonRecord, around: Surroundings): boolean => {
  const key = body['idempotencyKey'];
  const thread = typeof key === 'string' ? /^codex-app-server:([^:]+):/.exec(key)?.[1] : undefined;
  return thread !== undefined && (around.codexThreads ?? []).includes(thread);
};

interface Failure {
  readonly httpStatus: number | undefined;
  readonly errorType: string | undefined;
}

/**
 * An error row without usage is a failed call when an upstream answered it: it then has an HTTP status or an error
 * type. A request that reached nobody ("fetch failed", a local model that is not running) is no call.
 */
const failureOf = (row: Row, dialect: Dialect): Failure | undefined => {
  if (!dialect.failedCalls || row.body['stopReason'] !== 'error') return undefined;
  const failure = { httpStatus: httpStatusOf(row.body), errorType: wordOf(row.body['errorType']) };
  return failure.httpStatus === undefined && failure.errorType === undefined ? undefined : failure;
};

const httpStatusOf = (body: JsonRecord): number | undefined => {
  for (const text of [body['errorCode'], body['errorMessage']]) {
    const digits = /^([1-5]\d{2})(?!\d)/.exec(String(text ?? ''))?.[1];
    if (digits !== undefined) return Number(digits);
  }
  return undefined;
};

const attributionOf = (state: TranscriptState, cron: string | undefined, around: Surroundings) =>
  defined({
    app: around.app,
    project: state.project,
    session: state.session ?? around.session,
    parentSession: around.parentSession ?? state.forkedFrom,
    agent: around.agent,
    parentAgent: around.parentAgent,
    channel: around.channel,
    cron: cron ?? around.cron,
    originAt: state.originAt,
  });

const meteredOf = (row: Row, startedAt: number, state: TranscriptState, dialect: Dialect, onBad: OnBad) => {
  const { tokens, reportedCostNanoUsd } = row.usage;
  const provider = textOf(row.body['provider']) ?? state.provider ?? UNKNOWN;
  const model = textOf(row.body['model']) ?? state.model ?? UNKNOWN;
  if (model === UNKNOWN) onBad('MISSING_MODEL', 'model');
  const answered = textOf(row.body['responseModel']);
  return {
    keys: keysOf(row, startedAt, provider, model),
    provider,
    model,
    tokens: isCutUncounted(row) ? {} : tokens,
    status: statusOf(row.body['stopReason']),
    ...defined({
      modelAnswered: answered === model ? undefined : answered,
      reportedCostNanoUsd,
      stopReason: wordOf(row.body['stopReason']),
      inclusion: isDoubtful(row, state, dialect) ? ('assumed' as const) : undefined,
    }),
  };
};

const keysOf = (row: Row, startedAt: number, provider: string, model: string): readonly string[] => {
  const entryId = textOf(row.entry['id']) ?? String(row.entry['type']).slice(0, 32);
  const response = responseKey(textOf(row.body['responseId']));
  const own = rowKey(entryId, startedAt, provider, model, row.usage.tokens);
  return response === undefined ? [own] : [response, own];
};

const statusOf = (stopReason: unknown): CallStatus =>
  stopReason === 'error' ? 'error' : stopReason === 'aborted' ? 'aborted' : 'ok';

/** OpenClaw 2026.2 added reasoning to a completion count that holds it already; such rows lack the count itself. */
const isDoubtful = (row: Row, state: TranscriptState, dialect: Dialect): boolean =>
  dialect.doubtsCompletionsOutput &&
  row.body['api'] === 'openai-completions' &&
  (state.version ?? 0) <= 3 &&
  row.usage.tokens.reasoning === undefined &&
  (row.usage.tokens.output ?? 0) > 0;

/** `message.timestamp` is the start of a call and the line's own the end of it. */
const requestOf = (row: Row, startedAt: number, failure: Failure | undefined) => {
  const latencyMs =
    row.body === row.entry ? undefined : (timeOf(row.entry['timestamp']) ?? startedAt) - startedAt;
  return defined({
    latencyMs: latencyMs && latencyMs > 0 && latencyMs <= MAX_LATENCY_MS ? latencyMs : undefined,
    httpStatus: failure?.httpStatus,
    errorType: failure?.errorType,
    tags: row.usage.providerBilled ? { 'cost-origin': 'provider-billed' } : undefined,
  });
};
