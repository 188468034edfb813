import { createHash } from 'node:crypto';
import {
  isEmptyUsage,
  MAX_CALL_COST_USD,
  MAX_CALL_DURATION_MS,
  parseUsd,
  present,
  TOKEN_KINDS,
  type UsageEvent,
  wordOf,
} from '@meterline/core';
import type { CallFacts } from './dialects/dialect.ts';
import { DIALECTS } from './dialects/index.ts';
import { disjointCounts } from './inclusion.ts';
import { countAt, type TelemetryRecord, textAt } from './telemetry-record.ts';

/** What became of a record. `no call` is most of what programs send; `refused` is a call that cannot be placed. */
export type ReadRecord =
  | { readonly outcome: 'call'; readonly dialect: string; readonly event: UsageEvent }
  | { readonly outcome: 'no call' | 'refused' };

/** Clocks of other machines are not ours, but a call of next week is none. */
const MAX_AHEAD_MS = 24 * 60 * 60 * 1000;

export const readRecord = (record: TelemetryRecord, now: number): ReadRecord => {
  for (const dialect of DIALECTS) {
    const reading = dialect.read(record);
    if (reading === undefined) continue;
    return reading === 'no call' ? { outcome: 'no call' } : callOf(record, reading, dialect.id, now);
  }
  return { outcome: 'no call' };
};

const callOf = (record: TelemetryRecord, facts: CallFacts, dialect: string, now: number): ReadRecord => {
  const { tokens, isAssumed } = disjointCounts(facts);
  if (isEmptyUsage(tokens)) return { outcome: 'no call' };
  const latencyMs = latencyOf(record, facts);
  const startedAt = startOf(record, latencyMs);
  if (startedAt === undefined || startedAt > now + MAX_AHEAD_MS) return { outcome: 'refused' };
  const model = facts.model ?? facts.modelAnswered ?? 'unknown';
  const counts = TOKEN_KINDS.map((kind) => tokens[kind] ?? '').join('.');
  const event: UsageEvent = {
    keys: keysOf(record, facts, `${startedAt}|${model}|${counts}`),
    startedAt,
    source: 'otlp',
    ...witnessOf(facts),
    provider: facts.provider ?? 'unknown',
    model,
    tokens,
    status: record.isError || errorOf(record, facts) !== undefined ? 'error' : 'ok',
    ...present({
      modelAnswered: facts.modelAnswered === model ? undefined : facts.modelAnswered,
      serviceTier: wordOf(facts.serviceTier),
      speed: wordOf(facts.speed),
      stopReason: wordOf(facts.stopReason),
      errorType: errorOf(record, facts),
      reportedCostNanoUsd: costOf(facts),
      inclusion: isAssumed ? ('assumed' as const) : undefined,
      task: taskOf(record),
      ...requestOf(record, facts),
      ...attributionOf(record, facts),
      latencyMs,
    }),
  };
  return { outcome: 'call', dialect, event };
};

/** After every session of a log, which knows better who caused the call: the end of the year 9999. */
const OWNED_LAST = 253_402_300_799_999;

/** A log's equal: then the surer numbers, or those of the longer output, are taken. */
const witnessOf = ({ isUndivided }: CallFacts): Pick<UsageEvent, 'capture' | 'confidence' | 'originAt'> =>
  isUndivided === true
    ? { capture: 'log', confidence: 'reconciled', originAt: OWNED_LAST }
    : { capture: 'otel', confidence: 'exact' };

/** Ids first. A record that has none is known by its sender, time, model and counts, so that sending again adds nothing. */
const keysOf = (record: TelemetryRecord, facts: CallFacts, content: string): readonly string[] => {
  const { traceId, spanId } = record;
  const named = traceId !== undefined && spanId !== undefined && facts.isSpansOwn !== false;
  const keys = [...(facts.keys ?? []), ...(named ? [spanKey(traceId, spanId)] : [])];
  if (keys.length > 0) return keys;
  const sender = [textAt(record.resource, 'service.name'), facts.session, traceId, record.name].join('|');
  const hash = createHash('sha256').update(`${sender}|${content}`).digest('hex').slice(0, HASH_DIGITS);
  return [`otlp:record:${hash}`];
};

const HASH_DIGITS = 32;

export const spanKey = (traceId: string, spanId: string): string => `otlp:span:${traceId}:${spanId}`;

const latencyOf = ({ startedAt, endedAt }: TelemetryRecord, facts: CallFacts): number | undefined => {
  const measured = startedAt === undefined || endedAt === undefined ? undefined : endedAt - startedAt;
  return durationOf(facts.latencyMs ?? measured);
};

const durationOf = (milliseconds: number | undefined): number | undefined =>
  milliseconds !== undefined && milliseconds >= 0 && milliseconds <= MAX_CALL_DURATION_MS
    ? Math.round(milliseconds)
    : undefined;

/** Log records are written when the call is over. */
const startOf = (
  { startedAt, endedAt }: TelemetryRecord,
  latencyMs: number | undefined,
): number | undefined => startedAt ?? (endedAt === undefined ? undefined : endedAt - (latencyMs ?? 0));

/** A word of a vocabulary: some programs put the message there, and in it what was asked. */
const errorOf = ({ attributes }: TelemetryRecord, facts: CallFacts): string | undefined =>
  wordOf(facts.errorType) ?? wordOf(textAt(attributes, 'error.type'));

const costOf = ({ reportedCostUsd: usd }: CallFacts): number | undefined =>
  usd === undefined || usd > MAX_CALL_COST_USD ? undefined : parseUsd(usd);

/** As at the gateway: where none is named, the trace is the task. A log record may stand in the trace of anything. */
const taskOf = ({ kind, traceId, attributes }: TelemetryRecord): string | undefined =>
  textAt(attributes, 'meterline.task') ?? (kind === 'span' ? traceId : undefined);

const requestOf = ({ attributes, resource }: TelemetryRecord, facts: CallFacts) => ({
  user: textAt(attributes, 'meterline.user') ?? facts.user ?? textAt(attributes, 'user.id', 'enduser.id'),
  tenant: textAt(attributes, 'meterline.tenant') ?? textAt(resource, 'meterline.tenant'),
  feature: textAt(attributes, 'meterline.feature') ?? textAt(resource, 'meterline.feature'),
  environment: textAt(resource, 'deployment.environment.name', 'deployment.environment'),
  httpStatus: facts.httpStatus ?? countAt(attributes, 'http.response.status_code'),
  attempt: facts.attempt,
  timeToFirstTokenMs: durationOf(facts.timeToFirstTokenMs),
});

const attributionOf = ({ attributes, resource }: TelemetryRecord, facts: CallFacts) => ({
  app: facts.app ?? textAt(resource, 'service.name'),
  machine: textAt(resource, 'host.name'),
  project: textAt(attributes, 'meterline.project') ?? textAt(resource, 'meterline.project'),
  session: facts.session ?? textAt(attributes, 'session.id'),
  agent: facts.agent,
  channel: facts.channel,
});
