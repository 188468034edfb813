import { isEmptyUsage, type UsageEvent } from '@meterline/core';
import {
  defined,
  isRecord,
  type OnBad,
  parseDocument,
  recordAt,
  textOf,
  timeOf,
  valueAt,
} from '../read/index.ts';
import type { DocumentReader } from '../source.ts';
import { type CountNames, providerOf, readCounts, tokensOf } from './tokens.ts';

const MAX_CHAT_BYTES = 256 * 1024 * 1024;
const COUNTS: CountNames = ['input', 'output', 'cached', 'thoughts', 'total'];

/** Chats of the first versions, as the program it was forked from wrote them: one object, rewritten whole. */
export const chatDocument: DocumentReader<null> = {
  kind: 'document',
  maxBytes: MAX_CHAT_BYTES,
  start: () => null,
  read: (bytes, _state, _file, out) => {
    const chat = parseDocument(bytes);
    if (chat === undefined) return out.issue(0, 'BAD_JSON');
    const session = textOf(valueAt(chat, 'sessionId')) ?? 'unknown';
    const messages = valueAt(chat, 'messages');
    for (const message of Array.isArray(messages) ? messages : []) {
      const event = eventOf(message, session, (code, detail) => out.issue(0, code, detail));
      if (event !== undefined) out.event(event);
    }
  },
};

const eventOf = (message: unknown, session: string, onBad: OnBad): UsageEvent | undefined => {
  const usage = recordAt(message, 'tokens');
  if (!isRecord(message) || usage === undefined) return undefined;
  if (message.type !== 'qwen' && message.type !== 'gemini') return undefined;
  const model = textOf(message.model);
  const { tokens, assumed } = tokensOf(readCounts(usage, COUNTS, onBad), undefined, onBad);
  if (isEmptyUsage(tokens)) return undefined;
  const startedAt = timeOf(message.timestamp);
  if (startedAt === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return undefined;
  }
  if (model === undefined) onBad('MISSING_MODEL', 'model');
  return {
    keys: [`qwen-code:${session}:${textOf(message.id) ?? startedAt}`],
    source: 'qwen-code',
    capture: 'log',
    app: 'qwen-code',
    provider: providerOf(undefined, model ?? 'qwen'),
    model: model ?? 'unknown',
    session,
    startedAt,
    tokens,
    status: 'ok',
    confidence: 'exact',
    ...defined({ inclusion: assumed ? ('assumed' as const) : undefined }),
  };
};
