import { isEmptyUsage, type TokenUsage, type UsageEvent } from '@meterline/core';
import {
  countOf,
  defined,
  isRecord,
  type JsonRecord,
  recordAt,
  textOf,
  timeOf,
  valueAt,
} from '../read/fields.ts';
import { makerOf } from '../read/model-maker.ts';
import { baseName } from '../read/walk.ts';
import type { DocumentReader, Output } from '../source.ts';
import { type Call, joinLedger } from './join-ledger.ts';

/** A thread holds all its tool results; larger files than this were not seen. */
const MAX_THREAD_BYTES = 256 * 1024 * 1024;

/** Reads a whole thread each time it was rewritten; its calls keep their keys, so nothing doubles. */
export const threadReader: DocumentReader<null> = {
  kind: 'document',
  start: () => null,
  maxBytes: MAX_THREAD_BYTES,
  read: (bytes, _state, file, out) => {
    const thread = parsed(bytes);
    if (!isRecord(thread)) {
      out.issue(0, 'BAD_JSON');
      return;
    }
    const id = textOf(valueAt(thread, 'id')) ?? baseName(file.path).replace(/\.json$/, '');
    const created = timeOf(valueAt(thread, 'created'));
    const project = projectOf(thread);
    for (const call of joinLedger(thread)) emit(call, { id, created, project }, out);
  },
};

const parsed = (bytes: Uint8Array): unknown => {
  try {
    // The decoder takes a BOM off and turns invalid UTF-8 into U+FFFD.
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
};

/** The first folder of the workspace, given as a `file:` URL. */
const projectOf = (thread: JsonRecord): string | undefined => {
  const trees = valueAt(recordAt(recordAt(thread, 'env'), 'initial'), 'trees');
  const uri = Array.isArray(trees) ? textOf(valueAt(trees[0], 'uri')) : undefined;
  if (uri === undefined || !uri.startsWith('file://')) return uri;
  try {
    return decodeURIComponent(uri.slice('file://'.length));
  } catch {
    return uri.slice('file://'.length);
  }
};

interface Thread {
  readonly id: string;
  readonly created: number | undefined;
  readonly project: string | undefined;
}

const emit = (call: Call, thread: Thread, out: Output): void => {
  const tokens = tokensOf(call, out);
  const { entry, usage } = call;
  if (isEmptyUsage(tokens)) return;
  const startedAt = timeOf(valueAt(entry, 'timestamp')) ?? timeOf(call.messageTime) ?? thread.created;
  if (startedAt === undefined) {
    out.issue(0, 'BAD_TIMESTAMP');
    return;
  }
  const model = textOf(valueAt(entry, 'model')) ?? textOf(valueAt(usage, 'model'));
  if (model === undefined) out.issue(0, 'MISSING_MODEL');
  const event: UsageEvent = {
    keys: call.identities.map((identity) => `amp:${thread.id}:${identity}`),
    startedAt,
    source: 'amp',
    capture: 'log',
    app: 'amp',
    session: thread.id,
    provider: makerOf(model ?? '') ?? 'amp',
    model: model ?? 'unknown',
    tokens,
    status: 'ok',
    confidence: 'exact',
    ...defined({ project: thread.project }),
  };
  out.event(event);
};

/** Ledger counts where it has them; the cache counts stand mostly in the message. All are disjoint. */
const tokensOf = ({ entry, usage }: Call, out: Output): TokenUsage => {
  const ledger = recordAt(entry, 'tokens');
  const count = (inLedger: string, inMessage: string): number | undefined => {
    const value = valueAt(ledger, inLedger) ?? valueAt(usage, inMessage);
    return countOf(value, inMessage, (code, detail) => out.issue(0, code, detail));
  };
  return defined({
    input: count('input', 'inputTokens'),
    cacheRead: count('cacheReadInputTokens', 'cacheReadInputTokens'),
    cacheWrite: count('cacheCreationInputTokens', 'cacheCreationInputTokens'),
    output: count('output', 'outputTokens'),
  });
};
