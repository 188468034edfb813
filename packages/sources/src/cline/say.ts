import type { TokenUsage } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  nanoUsdOf,
  type OnBad,
  textOf,
  timeOf,
  valueAt,
} from '../read/index.ts';

/** Rows that carry usage. The others say things. */
const SAYS = ['api_req_started', 'deleted_api_reqs', 'subagent_usage'] as const;
export type Say = (typeof SAYS)[number];

/** One row of `ui_messages.json` with usage, reduced to numbers and names. */
export interface UsageSay {
  readonly say: Say;
  /** UTC ms; also the row's id, since it is rewritten in place. */
  readonly ts: number;
  readonly tokens: TokenUsage;
  readonly costNanoUsd: number;
  readonly protocol: string | undefined;
  readonly status: 'ok' | 'error' | 'aborted';
  readonly model: string | undefined;
  readonly provider: string | undefined;
}

/**
 * A row as usage, or undefined where it has none (yet: a request's row is filled in when it ends). `text` is JSON
 * inside a string; `tokensIn` is taken as without the cached tokens.
 */
export const usageSayOf = (row: unknown, onBad: OnBad): UsageSay | undefined => {
  if (!isRecord(row) || row.type !== 'say' || typeof row.text !== 'string') return undefined;
  const say = SAYS.find((name) => name === row.say);
  if (say === undefined) return undefined;
  const facts = factsOf(row.text);
  if (facts === undefined) {
    onBad('BAD_JSON', 'text');
    return undefined;
  }
  const ts = timeOf(row.ts);
  if (ts === undefined && Object.hasOwn(facts, 'tokensIn')) onBad('BAD_TIMESTAMP', 'ts');
  if (ts === undefined) return undefined;
  return {
    say,
    ts,
    tokens: tokensOf(facts, onBad),
    costNanoUsd: nanoUsdOf(facts.cost) ?? 0,
    protocol: textOf(facts.apiProtocol),
    status: statusOf(facts.cancelReason),
    model: textOf(valueAt(row.modelInfo, 'modelId')),
    provider: textOf(valueAt(row.modelInfo, 'providerId')),
  };
};

const factsOf = (text: string): JsonRecord | undefined => {
  try {
    const facts: unknown = JSON.parse(text);
    return isRecord(facts) ? facts : undefined;
  } catch {
    return undefined;
  }
};

const tokensOf = (facts: JsonRecord, onBad: OnBad): TokenUsage => {
  const count = (name: string): number | undefined => countOf(facts[name], name, onBad);
  return defined({
    input: count('tokensIn'),
    cacheRead: count('cacheReads'),
    cacheWrite: count('cacheWrites'),
    output: count('tokensOut'),
  });
};

const statusOf = (cancelReason: unknown): UsageSay['status'] =>
  cancelReason === undefined || cancelReason === null
    ? 'ok'
    : cancelReason === 'user_cancelled'
      ? 'aborted'
      : 'error';
