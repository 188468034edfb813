import { Buffer } from 'node:buffer';
import type { JsonRecord } from '../read/index.ts';

/** How far into `message` its content is looked for: id, type, role and model stand before it. */
const HEAD_BYTES = 512;
/** How much of a line's end is looked at: usage and the fields after it take 600 to 1,500 bytes. */
const TAIL_BYTES = 4096;
/** Longest `stop_reason` … `usage` gap that is taken for the known shape. */
const MAX_STOP_CHARS = 256;
const CONTENT = ',"content":[';
const STOP = '],"stop_reason":';
const USAGE = ',"usage":{';

/**
 * An assistant's line without its content, which is most of its bytes:
 *
 *     {"parentUuid":…,"message":{"id":…,"model":…  ,"content":[ ………………… ]  ,"stop_reason":…,"usage":{…}},"uuid":…}
 *     └───────────────── head ──────────────────┘ └──────── cut out ───────┘└──────────────── tail ────────────────┘
 *
 * Unescaped quotes cannot stand inside a JSON string, so each mark found is a key for certain; and head and tail parse
 * as one object only if both cuts are at the same depth. Where the marks are not found, or the rest does not parse, the
 * caller reads the whole line: the shape is an assumption about speed only.
 */
export class ContentSplicer {
  /** What the last spliced line had, to know its repeat by. Undefined where a repeat must be parsed. */
  #last:
    | { readonly message: string; readonly usage: string; readonly request: string | undefined }
    | undefined;

  /** `'repeat'` when the line says nothing that the line spliced before it did not; undefined when it has another shape. */
  splice(bytes: Buffer, start: number, end: number, message: number): JsonRecord | 'repeat' | undefined {
    const head = bytes.toString('latin1', start, Math.min(end, message + HEAD_BYTES));
    const cut = head.indexOf(CONTENT, message - start);
    if (cut === -1) return undefined;
    const tailStart = Math.max(start + cut, end - TAIL_BYTES);
    const tail = bytes.toString('latin1', tailStart, end);
    const usage = tail.lastIndexOf(USAGE);
    const stop = usage === -1 ? -1 : tail.lastIndexOf(STOP, usage);
    if (stop === -1 || usage - stop > MAX_STOP_CHARS) return undefined;
    const ownMessage = head.slice(message - start, cut);
    if (this.#isRepeat(ownMessage, head, tail, stop)) return 'repeat';
    const line = parse(head.slice(0, cut) + tail.slice(stop + 1));
    if (line !== undefined) this.#remember(ownMessage, line, tail, stop, usage);
    return line;
  }

  /** Forgets the last line: the next one is parsed. */
  forget(): void {
    this.#last = undefined;
  }

  #isRepeat(message: string, head: string, tail: string, stop: number): boolean {
    const last = this.#last;
    if (last === undefined || last.message !== message || !tail.startsWith(last.usage, stop)) return false;
    const rest = tail.slice(stop + last.usage.length);
    if (SPECIAL.test(rest) || SPECIAL.test(head)) return false;
    const request = last.request;
    const sameRequest =
      request === undefined
        ? !rest.includes(REQUEST) && !head.includes(REQUEST)
        : rest.includes(request) || head.includes(request);
    return sameRequest && closesTwoLevels(rest);
  }

  #remember(message: string, line: JsonRecord, tail: string, stop: number, usage: number): void {
    const end = objectEnd(tail, usage + USAGE.length);
    const request = line['requestId'];
    const special = line['isAbortedMidStream'] !== undefined || line['costUSD'] !== undefined;
    this.#last =
      end === -1 || special || (request !== undefined && typeof request !== 'string')
        ? undefined
        : {
            message,
            usage: tail.slice(stop, end),
            request: request === undefined ? undefined : `${REQUEST}${JSON.stringify(request)}`,
          };
  }
}

const REQUEST = '"requestId":';
/** Fields outside `message` that change what a row says. */
const SPECIAL = /"(?:isAbortedMidStream|costUSD|forkedFrom)"/;

const parse = (text: string): JsonRecord | undefined => {
  try {
    // Latin-1 was good enough to find the marks; names outside ASCII need their real decoding.
    return JSON.parse(/[\x80-\xff]/.test(text) ? utf8(text) : text) as JsonRecord;
  } catch {
    return undefined;
  }
};

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Place after the brace that closes the object whose inside begins at `from`, or -1. */
const objectEnd = (text: string, from: number): number => {
  let depth = 1;
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) i = skipString(text, i + 1);
    else if (char === 0x7b || char === 0x5b) depth++;
    else if ((char === 0x7d || char === 0x5d) && --depth === 0) return i + 1;
  }
  return -1;
};

/** Whether the text leaves exactly two open objects, the second with its last character. */
const closesTwoLevels = (text: string): boolean => {
  let depth = 2;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) i = skipString(text, i + 1);
    else if (char === 0x7b || char === 0x5b) depth++;
    else if ((char === 0x7d || char === 0x5d) && --depth === 0) return i === text.length - 1;
  }
  return false;
};

/** Place of the quote that closes a string. */
const skipString = (text: string, from: number): number => {
  let quote = text.indexOf('"', from);
  while (quote !== -1) {
    let slash = quote - 1;
    while (text.charCodeAt(slash) === BACKSLASH) slash--;
    if ((quote - slash) % 2 === 1) return quote;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
};
