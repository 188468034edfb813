import { isEmptyUsage } from '@meterline/core';
import { countOf, defined, recordAt, textOf, timeOf, valueAt } from '../read/fields.ts';
import { makerOf } from '../read/model-maker.ts';
import type { DatabaseReader, Output, SqlValue } from '../source.ts';

/** Largest conversation entry that is parsed; one with a larger text holds no more counts. */
const MAX_BUBBLE_BYTES = 8 * 1024 * 1024;

/** A row of Cursor's own database whose counts are not zero; Cursor 3 leaves most of them at zero. */
const BUBBLES = `
  SELECT rowid AS row, key, value FROM cursorDiskKV
  WHERE key > 'bubbleId:' AND key < 'bubbleId;' AND length(value) <= ? AND instr(value, '"tokenCount"') > 0`;

/** Assistant's entries of `state.vscdb` (`bubbleId:<composer>:<bubble>`). Rewritten in place, so all are read each time. */
export const bubbleReader: DatabaseReader<null> = {
  kind: 'database',
  start: () => null,
  read: (db, _state, _file, out) => {
    if (!db.tables().has('cursorDiskKV')) return;
    for (const row of db.rows(BUBBLES, MAX_BUBBLE_BYTES)) readBubble(row, out);
  },
};

const ASSISTANT = 2;

const readBubble = (row: Readonly<Record<string, SqlValue>>, out: Output): void => {
  const at = Number(row.row ?? 0);
  const bubble = parsed(row.value);
  const counts = recordAt(bubble, 'tokenCount');
  const [, composer, id] = String(row.key).split(':');
  if (counts === undefined || valueAt(bubble, 'type') !== ASSISTANT || !composer || !id) return;
  const count = (name: string): number | undefined =>
    countOf(valueAt(counts, name), name, (code, detail) => out.issue(at, code, detail));
  const tokens = defined({ input: count('inputTokens'), output: count('outputTokens') });
  if (isEmptyUsage(tokens)) return;
  const startedAt = timeOf(valueAt(bubble, 'createdAt'));
  if (startedAt === undefined) {
    out.issue(at, 'BAD_TIMESTAMP');
    return;
  }
  const model = textOf(valueAt(recordAt(bubble, 'modelInfo'), 'modelName'));
  if (model === undefined) out.issue(at, 'MISSING_MODEL');
  out.event({
    keys: [`cursor:${composer}:${id}`],
    startedAt,
    source: 'cursor',
    capture: 'log',
    app: 'cursor',
    session: composer,
    provider: makerOf(model ?? '') ?? 'cursor',
    model: model ?? 'unknown',
    tokens,
    status: 'ok',
    // The input is the context's size as Cursor counts it, cached part included.
    confidence: 'estimated',
    inclusion: 'assumed',
  });
};

const parsed = (value: SqlValue | undefined): unknown => {
  try {
    return JSON.parse(typeof value === 'string' ? value : Buffer.from(value as Uint8Array).toString('utf8'));
  } catch {
    return undefined;
  }
};
