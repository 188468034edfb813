import { isEmptyUsage, type MeteredUsage } from '@meterline/core';
import {
  countOf,
  isRecord,
  type JsonRecord,
  nanoUsdOf,
  type OnBad,
  recordAt,
  textOf,
  timeOf,
} from '../read/index.ts';
import { providerOf } from './provider.ts';
import { type Advisor, advisorsOf, tokensOf } from './usage.ts';

/** One row of a transcript that carries the usage of a response, or of a part of it. */
export interface CallRow {
  readonly at: number;
  readonly messageId: string | undefined;
  readonly requestId: string | undefined;
  readonly uuid: string | undefined;
  readonly session: string | undefined;
  /** The session that this row was copied from, where the row says so. */
  readonly forkedFrom: string | undefined;
  readonly project: string | undefined;
  readonly branch: string | undefined;
  readonly agent: string | undefined;
  readonly sidechain: boolean;
  readonly metered: MeteredUsage;
  readonly advisors: readonly Advisor[];
}

/** What Claude Code names as the model of rows that it made up itself: notices, errors. */
const NO_MODEL = '<synthetic>';

/** The call that a parsed line tells of; undefined for every other line, and for calls that cannot be used (noted). */
export const callRowOf = (line: JsonRecord, onBad: OnBad): CallRow | undefined => {
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
  const messageId = textOf(message['id']);
  return {
    at,
    messageId,
    requestId: textOf(row['requestId']),
    uuid: textOf(row['uuid']),
    session: textOf(row['sessionId']),
    forkedFrom: textOf(recordAt(row, 'forkedFrom')?.['sessionId']),
    project: textOf(row['cwd']),
    branch: textOf(row['gitBranch']),
    agent: textOf(row['attributionAgent']),
    sidechain: row['isSidechain'] === true,
    metered: meteredOf(row, message, usage, tokens, messageId, onBad),
    advisors,
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
  usage: JsonRecord,
  tokens: MeteredUsage['tokens'],
  messageId: string | undefined,
  onBad: OnBad,
): MeteredUsage => {
  const model = textOf(message['model']);
  if (model === undefined) onBad('MISSING_MODEL', 'message.model');
  const stopReason = textOf(message['stop_reason']);
  const metered: { -readonly [K in keyof MeteredUsage]: MeteredUsage[K] } = {
    provider: providerOf(model ?? 'unknown', messageId),
    model: model ?? 'unknown',
    tokens,
    status: row['isAbortedMidStream'] === true ? 'aborted' : 'ok',
    // Without a stop reason the row was written in mid-stream: its output count is a placeholder.
    confidence: stopReason === undefined ? 'estimated' : 'exact',
  };
  if (stopReason !== undefined) metered.stopReason = stopReason;
  const tier = textOf(usage['service_tier']);
  if (tier === 'batch') metered.batch = true;
  else if (tier !== undefined) metered.serviceTier = tier;
  const speed = textOf(usage['speed']);
  if (speed !== undefined) metered.speed = speed;
  const region = textOf(usage['inference_geo']);
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
