import { isEmptyUsage, type TokenUsage, type UsageEvent } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  nanoUsdOf,
  type OnBad,
  recordAt,
  textOf,
  timeOf,
  wordOf,
} from '../read/index.ts';

/** Where a message was found and what is known of its session. */
export interface MessagePlace {
  /** `opencode`, `kilo` or `mimocode`. */
  readonly app: string;
  readonly id: string | undefined;
  readonly session: string | undefined;
  readonly parentSession?: string | undefined;
  /** Folder of the session. */
  readonly directory?: string | undefined;
  /** UTC milliseconds at which the session began; a fork's lies after the times of the messages that it copied. */
  readonly sessionCreatedAt?: number | undefined;
  /** UTC milliseconds of the row, where the message itself has no time. */
  readonly createdAt?: number | undefined;
}

const UNKNOWN = 'unknown';

/** The call of one assistant message. Messages without tokens are running, failed or cut, and no calls. */
export const callOf = (data: JsonRecord, place: MessagePlace, onBad: OnBad): UsageEvent | undefined => {
  const tokens = recordAt(data, 'tokens');
  if ((data['role'] ?? 'assistant') !== 'assistant' || tokens === undefined) return undefined;
  const usage = usageOf(tokens, onBad);
  if (isEmptyUsage(usage)) return undefined;
  const startedAt = timeOf(recordAt(data, 'time')?.['created']) ?? place.createdAt;
  if (startedAt === undefined) {
    onBad('BAD_TIMESTAMP', 'time.created');
    return undefined;
  }
  const metered = meteredOf(data, usage, onBad);
  return {
    ...attributionOf(data, place),
    ...metered,
    keys: keysOf(data, place, metered, startedAt),
    startedAt,
    source: 'opencode',
    capture: 'log',
  };
};

/** All five counts are disjoint: reasoning is *not* inside `output` here, and is billed as output. */
const usageOf = (tokens: JsonRecord, onBad: OnBad): TokenUsage => {
  const cache = recordAt(tokens, 'cache');
  const answered = countOf(tokens['output'], 'output', onBad);
  const reasoning = countOf(tokens['reasoning'], 'reasoning', onBad);
  return defined({
    input: countOf(tokens['input'], 'input', onBad),
    cacheRead: countOf(cache?.['read'], 'cacheRead', onBad),
    cacheWrite: countOf(cache?.['write'], 'cacheWrite', onBad),
    output:
      answered === undefined && reasoning === undefined ? undefined : (answered ?? 0) + (reasoning ?? 0),
    reasoning,
  }) as TokenUsage;
};

const meteredOf = (data: JsonRecord, tokens: TokenUsage, onBad: OnBad) => {
  const chosen = recordAt(data, 'model');
  const model = textOf(data['modelID']) ?? textOf(chosen?.['id']) ?? textOf(chosen?.['modelID']);
  if (model === undefined) onBad('MISSING_MODEL', 'modelID');
  const errorType = wordOf(recordAt(data, 'error')?.['name']);
  return {
    provider: textOf(data['providerID']) ?? textOf(chosen?.['providerID']) ?? UNKNOWN,
    model: model ?? UNKNOWN,
    tokens,
    status: statusOf(data, errorType),
    confidence: 'exact' as const,
    ...defined({
      // A cost of 0 stands for a subscription, an unknown price, or a copy made by Kilo: not reported.
      reportedCostNanoUsd: nanoUsdOf(data['cost']) || undefined,
      stopReason: wordOf(data['finish']),
      errorType,
    }),
  };
};

const statusOf = (data: JsonRecord, errorType: string | undefined): 'ok' | 'error' | 'aborted' => {
  if (!isRecord(data['error'])) return 'ok';
  return errorType?.includes('Abort') ? 'aborted' : 'error';
};

/** Outside git `path.root` is `/`, so the folder of the work is `path.cwd` or the session's. */
const attributionOf = (data: JsonRecord, place: MessagePlace) =>
  defined({
    app: place.app,
    project: textOf(recordAt(data, 'path')?.['cwd']) ?? place.directory,
    session: place.session,
    parentSession: place.parentSession,
    agent: textOf(data['agent']) ?? textOf(data['mode']),
    originAt: place.sessionCreatedAt,
  });

/**
 * The message's own key, which the database and the older files share, and the fingerprint that the copies of a fork
 * share: they have new ids, but the times and counts of the original. Cost stays out, Kilo sets it to 0 in copies.
 */
const keysOf = (
  data: JsonRecord,
  place: MessagePlace,
  call: Pick<UsageEvent, 'provider' | 'model' | 'tokens'>,
  startedAt: number,
): readonly string[] => {
  const completedAt = timeOf(recordAt(data, 'time')?.['completed']);
  const { input, output, reasoning, cacheRead, cacheWrite } = call.tokens;
  const counts = [input, output, reasoning, cacheRead, cacheWrite].map((count) => count ?? 0);
  const agent = textOf(data['agent']) ?? textOf(data['mode']) ?? '';
  const print = ['opencode', startedAt, completedAt ?? '', call.provider, call.model, ...counts, agent].join(
    ':',
  );
  const own = place.id === undefined ? [] : [`opencode:${place.session ?? ''}:${place.id}`];
  // A message without an end may still run: copies of it cannot be told from another call of the same moment.
  return completedAt === undefined && own.length > 0 ? own : [...own, print];
};
