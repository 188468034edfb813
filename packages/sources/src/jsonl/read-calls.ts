import { jsonToEvent } from '@meterline/core';
import { type ContentOrdinals, contentKey, noContentYet } from '../read/content-key.ts';
import { eachLine, parseLine } from '../read/lines.ts';
import type { LineReader } from '../source.ts';

/** Most unknown keys that one file is told about. */
const MAX_UNKNOWN_KEYS = 32;

export interface JsonlState {
  readonly contents: ContentOrdinals;
  /** Unknown keys that were reported already. */
  readonly unknown: string[];
}

/** One call a line, in Meterline's own shape (`CallJson`). A bad line is an issue with its offset; the rest goes on. */
export const callReader: LineReader<JsonlState> = {
  kind: 'lines',
  start: () => ({ contents: noContentYet(), unknown: [] }),
  read: (chunk, at, state, _file, out) =>
    eachLine(chunk, at, (start, end) => {
      const value = parseLine(chunk, start, end);
      if (value === undefined) {
        out.issue(at + start, 'BAD_JSON');
        return;
      }
      const event = jsonToEvent(value, {
        source: 'jsonl',
        capture: 'import',
        contentKey: (content) => contentKey('jsonl', content, state.contents),
        onIssue: (code, detail) => out.issue(at + start, code, detail),
        onUnknown: (key) => {
          if (isNew(key, state.unknown)) out.issue(at + start, 'BAD_FIELD', key);
        },
      });
      if (event !== undefined) out.event(event);
    }),
};

/** Remembers a key; a file whose every line has the same typing error says so once. */
const isNew = (key: string, known: string[]): boolean => {
  if (known.includes(key) || known.length >= MAX_UNKNOWN_KEYS) return false;
  known.push(key);
  return true;
};
