import { isEmptyUsage, type TokenUsage, type UsageEvent } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  nanoUsdOf,
  type OnBad,
  parseDocument,
  recordAt,
  textOf,
  timeOf,
  valueAt,
} from '../read/index.ts';
import type { DocumentReader, FileInfo } from '../source.ts';
import { providerOf } from './provider.ts';

const MAX_SESSION_BYTES = 256 * 1024 * 1024;
/** Between a session's id and its subagent's. */
const AGENT_MARK = '__';

/** Cline CLI 3.x: `<id>.messages.json` and `agent_<…>.messages.json`, rewritten whole after each answer. */
export const sessionDocument: DocumentReader<null> = {
  kind: 'document',
  maxBytes: MAX_SESSION_BYTES,
  start: () => null,
  read: (bytes, _state, file, out) => {
    const document = parseDocument(bytes);
    if (document === undefined) return out.issue(0, 'BAD_JSON');
    const id =
      textOf(valueAt(document, 'sessionId')) ?? textOf(valueAt(file.context, 'session')) ?? 'unknown';
    const messages = valueAt(document, 'messages');
    for (const message of Array.isArray(messages) ? messages : []) {
      const event = eventOf(message, id, file, (code, detail) => out.issue(0, code, detail));
      if (event !== undefined) out.event(event);
    }
  },
};

const eventOf = (message: unknown, id: string, file: FileInfo, onBad: OnBad): UsageEvent | undefined => {
  const metrics = recordAt(message, 'metrics');
  if (!isRecord(message) || message.role !== 'assistant' || metrics === undefined) return undefined;
  const tokens = tokensOf(metrics, onBad);
  if (isEmptyUsage(tokens)) return undefined;
  const startedAt = timeOf(message.ts);
  if (startedAt === undefined) {
    onBad('BAD_TIMESTAMP', 'ts');
    return undefined;
  }
  const model = textOf(valueAt(message.modelInfo, 'id'));
  if (model === undefined) onBad('MISSING_MODEL', 'modelInfo');
  const [session, agent] = id.split(AGENT_MARK, 2);
  return {
    keys: keysOf(message, id, startedAt, tokens),
    source: 'cline',
    capture: 'log',
    app: 'cline',
    provider: textOf(valueAt(message.modelInfo, 'provider')) ?? providerOf(model, undefined),
    model: model ?? 'unknown',
    session: session ?? id,
    startedAt,
    tokens,
    status: 'ok',
    confidence: 'exact',
    ...defined({
      agent,
      project: textOf(valueAt(file.context, 'project')),
      originAt: timeOf(Number(/^(\d{13})_/.exec(id)?.[1])),
      reportedCostNanoUsd: nanoUsdOf(metrics.cost) || undefined,
    }),
  };
};

/** An id is short: by itself it names a message in its session only, with its time and counts everywhere. */
const keysOf = (message: JsonRecord, session: string, startedAt: number, tokens: TokenUsage) => {
  const id = textOf(message.id) ?? '';
  return [`cline:${session}:${id || startedAt}`, `cline:${id}:${startedAt}:${tokens.input}:${tokens.output}`];
};

/** `inputTokens` includes cache reads and writes (observed in 10 of 10, Anthropic too); output includes reasoning. */
const tokensOf = (metrics: JsonRecord, onBad: OnBad): TokenUsage => {
  const count = (name: string): number | undefined => countOf(metrics[name], name, onBad);
  const input = count('inputTokens');
  const read = count('cacheReadTokens');
  const write = count('cacheWriteTokens');
  const cached = (read ?? 0) + (write ?? 0);
  const output = count('outputTokens');
  if (input === undefined || cached <= input)
    return defined({
      input: input === undefined ? undefined : input - cached,
      cacheRead: read,
      cacheWrite: write,
      output,
    });
  onBad('COUNTS_DISAGREE', 'inputTokens');
  const fitted = Math.min(read ?? 0, input);
  return defined({ input: 0, cacheRead: fitted, cacheWrite: Math.min(write ?? 0, input - fitted), output });
};
