import { MAX_VALUE_CHARS } from '../limits.ts';

/** Takes an answer in pieces, however it is cut, and hands on the JSON values in it. */
export interface AnswerDecoder {
  push(chunk: Uint8Array | string): void;
  end(): void;
  /** The framing has said that nothing more comes (`[DONE]`). */
  ended(): boolean;
}

export type OnValue = (value: unknown) => void;

export const parsed = (text: string, onValue: OnValue): void => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return;
  }
  // Gemini's stream without `alt=sse` is one array.
  if (Array.isArray(value)) for (const one of value) onValue(one);
  else onValue(value);
};

/**
 * Text that is cut into units by a mark: server-sent events by an empty line, NDJSON by a line's end, a whole body by its
 * end alone. Holds at most one unit.
 */
const unitDecoder = (mark: RegExp | undefined, onUnit: (unit: string) => boolean): AnswerDecoder => {
  const decoder = new TextDecoder();
  let held = '';
  let ended = false;
  let overflowed = false;
  const take = (text: string): void => {
    // A mark may lie across the seam: the last characters are looked at again.
    const from = Math.max(0, held.length - LONGEST_MARK);
    held += text;
    if (mark === undefined || !mark.test(from === 0 ? held : held.slice(from))) return;
    const units = held.split(mark);
    held = units.pop() ?? '';
    for (const unit of units) ended = onUnit(unit) || ended;
  };
  return {
    push: (chunk) => {
      if (overflowed) return;
      take(typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true }));
      if (held.length <= MAX_VALUE_CHARS) return;
      overflowed = true;
      held = '';
    },
    end: () => {
      if (!overflowed && held !== '') ended = onUnit(held) || ended;
      held = '';
    },
    ended: () => ended,
  };
};

const LONGEST_MARK = 4;
const EVENT_END = /\r\n\r\n|\n\n|\r\r/;
const LINE_END = /\r\n|\n|\r/;
const DATA = /^data: ?/;

/** Server-sent events. Their names are passed over: every wire repeats in the data what counts. */
export const sseDecoder = (onValue: OnValue): AnswerDecoder =>
  unitDecoder(EVENT_END, (event) => {
    const data = dataOf(event);
    if (data === '[DONE]') return true;
    if (data !== '') parsed(data, onValue);
    return false;
  });

const PLAIN_DATA = 'data: ';

/** Nearly every event is one line of data, some with a name before it: those are not taken apart. */
const dataOf = (event: string): string => {
  const from = event.startsWith('event: ') ? event.indexOf('\n') + 1 : 0;
  if (event.startsWith(PLAIN_DATA, from) && !/[\r\n]/.test(event.slice(from)))
    return event.slice(from + PLAIN_DATA.length);
  const lines = event.split(LINE_END).filter((line) => DATA.test(line));
  return lines.map((line) => line.replace(DATA, '')).join('\n');
};

const nothingMore = (unit: string, onValue: OnValue): boolean => {
  if (unit !== '') parsed(unit, onValue);
  return false;
};

export const linesDecoder = (onValue: OnValue): AnswerDecoder =>
  unitDecoder(LINE_END, (line) => nothingMore(line, onValue));

export const bodyDecoder = (onValue: OnValue): AnswerDecoder =>
  unitDecoder(undefined, (body) => nothingMore(body, onValue));
