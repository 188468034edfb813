import { isEmptyUsage, type MeteredUsage } from '@meterline/core';
import {
  countOf,
  isRecord,
  type JsonRecord,
  nanoUsdOf,
  type OnBad,
  parsedTextOf,
  recordAt,
  timeOf,
} from '../read/index.ts';
import type { Names } from '../read/names.ts';
import { providerOf } from './provider.ts';
import { type Advisor, advisorsOf, tokensOf } from './usage.ts';

/** One row of a transcript that carries the usage of a response, or of a part of it. */
export interface CallRow {
  readonly at: number;
  readonly messageId: string | undefined;
  readonly sidechain: boolean;
  readonly metered: MeteredUsage;
  readonly advisors: readonly Advisor[];
  /** The record that it was read from: session, folder and branch are taken from a call's first row only. */
  readonly line: JsonRecord;
}

/** What Claude Code names as the model of rows that it made up itself: notices, errors. */
const NO_MODEL = '<synthetic>';

/** The call that a parsed line tells of; undefined for every other line, and for calls that cannot be used (noted). */
export const callRowOf = (line: JsonRecord, names: Names, onBad: OnBad): CallRow | undefined => {
  const row = answerOf(line);
  const message = row && recordAt(row, 'message');
  const usage = message && recordAt(message, 'usage');
  if (!usage || (message['role'] ?? 'assistant') !== 'assistant' || message['model'] === NO_MODEL)
    return undefined;
  const tokens = tokensOf(usage, onBad);
  const advisors = advisorsOf(usage, onBad);
  if (isEmptyUsage(tokens) && advisors.length === 0) return undefined;
  const at = timeOf(row['timestamp']);
  if (at === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return undefined;
  }
  const messageId = parsedTextOf(message['id']);
  return {
    at,
    messageId,
    sidechain: row['isSidechain'] === true,
    metered: meteredOf(row, message, tokens, messageId, names, onBad),
    advisors,
    line: row,
  };
};

/** The record that holds `message`: the line itself, or what an old build wrote while a subagent was streaming. */
const answerOf = (line: JsonRecord): JsonRecord | undefined => {
  const type = line['type'];
  if (type === 'assistant') return line;
  if (type === 'progress') {
    const inner = recordAt(recordAt(line, 'data'), 'message');
    return inner && { ...line, isSidechain: true, ...inner, sessionId: line['sessionId'] };
  }
  return type === undefined && recordAt(line, 'message')?.['role'] === 'assistant' ? line : undefined;
};

const meteredOf = (
  row: JsonRecord,
  message: JsonRecord,
  tokens: MeteredUsage['tokens'],
  messageId: string | undefined,
  names: Names,
  onBad: OnBad,
): MeteredUsage => {
  const usage = recordAt(message, 'usage') ?? {};
  const model = names.of(message['model']);
  if (model === undefined) onBad('MISSING_MODEL', 'message.model');
  const stopReason = names.of(message['stop_reason']);
  const metered: { -readonly [K in keyof MeteredUsage]: MeteredUsage[K] } = {
    provider: providerOf(model ?? 'unknown', messageId),
    model: model ?? 'unknown',
    tokens,
    status: row['isAbortedMidStream'] === true ? 'aborted' : 'ok',
    // Without a stop reason the row was written in mid-stream: its output count is a placeholder.
    confidence: stopReason === undefined ? 'estimated' : 'exact',
  };
  if (stopReason !== undefined) metered.stopReason = stopReason;
  const tier = names.of(usage['service_tier']);
  if (tier === 'batch') metered.batch = true;
  else if (tier !== undefined) metered.serviceTier = tier;
  const speed = names.of(usage['speed']);
  if (speed !== undefined) metered.speed = speed;
  const region = names.of(usage['inference_geo']);
  if (region !== undefined && region !== 'not_available') metered.region = region;
  const tools = recordAt(usage, 'server_tool_use');
  const searches = tools && countOf(tools['web_search_requests'], 'web_search_requests', onBad);
  if (searches !== undefined) metered.webSearches = searches;
  const cost = nanoUsdOf(row['costUSD']);
  if (cost !== undefined) metered.reportedCostNanoUsd = cost;
  return metered;
};

/** The time of any line that has one. */
export const lineTime = (line: unknown): number | undefined =>
  isRecord(line) ? timeOf(line['timestamp']) : undefined;
