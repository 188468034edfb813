import { type Confidence, isEmptyUsage, type TokenUsage, type UsageEvent } from '@meterline/core';
import { countOf, defined, type JsonRecord, type OnBad, textOf, timeOf } from '../read/index.ts';
import { modelAt, providerOf } from './model.ts';

/** Where a wire file lies and what its neighbours say. */
export interface WireScene {
  readonly session: string;
  readonly agent: string | undefined;
  readonly project: string | undefined;
  /** The model that the configuration names; Kimi CLI's wire names none. */
  readonly configuredModel: string | undefined;
}

/**
 * Kimi CLI's `StatusUpdate`. A message's counts grow from row to row under one `message_id`, and the largest is the
 * bill. `/fork` copies rows to another session, so the id with its time and counts is a second, global key.
 */
export const eventOfStatus = (row: JsonRecord, payload: JsonRecord, scene: WireScene, onBad: OnBad) => {
  const usage = payload.token_usage as JsonRecord;
  const tokens = tokensOf(usage, onBad, {
    input: 'input_other',
    cacheRead: 'input_cache_read',
    cacheWrite: 'input_cache_creation',
  });
  const startedAt = timeOf(row.timestamp);
  const messageId = textOf(payload.message_id);
  const copy = `kimi:${messageId ?? ''}:${startedAt}:${countsOf(tokens)}`;
  return finish(tokens, startedAt, 'timestamp', onBad, (at) => ({
    ...shellOf(scene, tokens, at),
    keys: messageId === undefined ? [copy] : [`kimi:${scene.session}:${messageId}`, copy],
    app: 'kimi-cli',
    ...modelFields(scene.configuredModel, at, false),
  }));
};

/** Kimi Code's `usage.record` of one turn. It has no id: the instant, the agent and the counts name it. */
export const eventOfRecord = (row: JsonRecord, usage: JsonRecord, scene: WireScene, onBad: OnBad) => {
  const tokens = tokensOf(usage, onBad, {
    input: 'inputOther',
    cacheRead: 'inputCacheRead',
    cacheWrite: 'inputCacheCreation',
  });
  const model = textOf(row.model);
  return finish(tokens, timeOf(row.time), 'time', onBad, (at) => ({
    ...shellOf(scene, tokens, at),
    keys: [`kimi-code:${at}:${scene.agent ?? ''}:${model ?? ''}:${countsOf(tokens)}`],
    app: 'kimi-code',
    ...modelFields(model, at, true),
  }));
};

const tokensOf = (
  usage: JsonRecord,
  onBad: OnBad,
  names: { readonly input: string; readonly cacheRead: string; readonly cacheWrite: string },
): TokenUsage => {
  const count = (name: string): number | undefined => countOf(usage[name], name, onBad);
  return defined({
    input: count(names.input),
    cacheRead: count(names.cacheRead),
    cacheWrite: count(names.cacheWrite),
    output: count('output'),
  });
};

const finish = (
  tokens: TokenUsage,
  startedAt: number | undefined,
  timeField: string,
  onBad: OnBad,
  make: (startedAt: number) => UsageEvent,
): UsageEvent | undefined => {
  if (isEmptyUsage(tokens)) return undefined;
  if (startedAt !== undefined) return make(startedAt);
  onBad('BAD_TIMESTAMP', timeField);
  return undefined;
};

const shellOf = (scene: WireScene, tokens: TokenUsage, startedAt: number) => ({
  source: 'kimi',
  capture: 'log' as const,
  session: scene.session,
  startedAt,
  tokens,
  status: 'ok' as const,
  ...defined({ project: scene.project, agent: scene.agent }),
});

/** The counts are what was billed; a model that only the configuration of today or the date tells is not sure. */
const modelFields = (named: string | undefined, at: number, isLogged: boolean) => {
  const { model, isNamed } = modelAt(named, at);
  const confidence: Confidence = isLogged && isNamed ? 'exact' : 'reconciled';
  return { provider: providerOf(model), model, confidence };
};

const countsOf = (tokens: TokenUsage): string =>
  [tokens.input, tokens.cacheRead, tokens.cacheWrite, tokens.output].map((count) => count ?? '').join('.');
