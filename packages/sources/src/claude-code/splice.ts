import { Buffer, isAscii } from 'node:buffer';
import type { JsonRecord } from '../read/index.ts';

/** How far into `message` its content is looked for: id, type, role and model stand before it. */
const HEAD_BYTES = 512;
/** How much of a line's end is looked at: usage and the fields after it take 600 to 1,500 bytes. */
const TAIL_BYTES = 2048;
/** Longest `stop_reason` … `usage` gap that is taken for the known shape. */
const MAX_STOP_CHARS = 256;
const PARENT = '{"parentUuid":';
const CONTENT = ',"content":[';
const STOP = '],"stop_reason":';
const USAGE = ',"usage":{';
const REQUEST = '"requestId":';
/** Fields outside `message` that change what a row says. */
const SPECIAL = ['"isAbortedMidStream"', '"costUSD"', '"forkedFrom"'] as const;

/** What the last spliced line had, to know its repeat by. */
interface Last {
  /** From the second key up to the content. */
  readonly head: string;
  /** From the stop reason to the end of `usage`. */
  readonly usage: string;
  readonly request: string | undefined;
}

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
  #last: Last | undefined;

  /** `'repeat'` when the line says nothing that the line spliced before it did not; undefined when it has another shape. */
  splice(bytes: Buffer, start: number, end: number, message: number): JsonRecord | 'repeat' | undefined {
    const head = latin1(bytes, start, Math.min(end, message + HEAD_BYTES));
    const cut = head.indexOf(CONTENT, message - start);
    if (cut === -1) return undefined;
    const tailStart = Math.max(start + cut, end - TAIL_BYTES);
    const tail = latin1(bytes, tailStart, end);
    const usage = tail.lastIndexOf(USAGE);
    const stop = usage === -1 ? -1 : tail.lastIndexOf(STOP, usage);
    if (stop === -1 || usage - stop > MAX_STOP_CHARS) return undefined;
    const ownHead = head.slice(secondKey(head), cut);
    if (isRepeat(this.#last, ownHead, tail, stop)) return 'repeat';
    const ascii =
      isAscii(bytes.subarray(start, start + cut)) && isAscii(bytes.subarray(tailStart + stop, end));
    const line = parse(head.slice(0, cut) + tail.slice(stop + 1), ascii);
    this.#last = line && lastOf(line, ownHead, tail, stop, usage);
    return line;
  }

  /** Forgets the last line: the next one is parsed. */
  forget(): void {
    this.#last = undefined;
  }
}

const isRepeat = (last: Last | undefined, head: string, tail: string, stop: number): boolean => {
  if (last === undefined || last.head !== head || !tail.startsWith(last.usage, stop)) return false;
  const rest = tail.slice(stop + last.usage.length);
  const sameRequest =
    last.request === undefined
      ? !rest.includes(REQUEST)
      : rest.includes(last.request) || head.includes(last.request);
  return sameRequest && !SPECIAL.some((field) => rest.includes(field)) && closesTwoLevels(rest);
};

const lastOf = (
  line: JsonRecord,
  head: string,
  tail: string,
  stop: number,
  usage: number,
): Last | undefined => {
  const end = objectEnd(tail, usage + USAGE.length);
  const request = line['requestId'];
  const special = line['isAbortedMidStream'] !== undefined || line['costUSD'] !== undefined;
  if (end === -1 || special || (request !== undefined && typeof request !== 'string')) return undefined;
  return {
    head,
    usage: tail.slice(stop, end),
    request: request === undefined ? undefined : `${REQUEST}${JSON.stringify(request)}`,
  };
};

/** Each row has another parent, which says nothing of the call; any other first key is compared with the rest. */
const secondKey = (head: string): number => (head.startsWith(PARENT) ? head.indexOf(',', PARENT.length) : 0);

/** `Buffer.toString` looks its encoding up each time; the method below it does not. */
const latin1 = (bytes: Buffer, start: number, end: number): string =>
  (bytes as Buffer & { latin1Slice(start: number, end: number): string }).latin1Slice(start, end);

/** Latin-1 was good enough to find the marks; names outside ASCII need their real decoding. */
const parse = (text: string, ascii: boolean): JsonRecord | undefined => {
  try {
    return JSON.parse(ascii ? text : Buffer.from(text, 'latin1').toString('utf8')) as JsonRecord;
  } catch {
    return undefined;
  }
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const isOpening = (char: number): boolean => char === 0x7b || char === 0x5b;
const isClosing = (char: number): boolean => char === 0x7d || char === 0x5d;

/** Place after the brace that closes the object whose inside begins at `from`, or -1. */
const objectEnd = (text: string, from: number): number => placeOfClosing(text, from, 1) + 1 || -1;

/** Whether the text leaves exactly two open objects, the second with its last character. */
const closesTwoLevels = (text: string): boolean => placeOfClosing(text, 0, 2) === text.length - 1;

/** Place of the brace or bracket that closes the `depth`th level, or -1. */
const placeOfClosing = (text: string, from: number, depth: number): number => {
  let open = depth;
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) i = stringEnd(text, i + 1);
    else if (isOpening(char)) open++;
    else if (isClosing(char) && --open === 0) return i;
  }
  return -1;
};

/** Place of the quote that closes a string. */
const stringEnd = (text: string, from: number): number => {
  let quote = text.indexOf('"', from);
  while (quote !== -1) {
    let slash = quote - 1;
    while (text.charCodeAt(slash) === BACKSLASH) slash--;
    if ((quote - slash) % 2 === 1) return quote;
    quote = text.indexOf('"', quote + 1);
  }
  return text.length;
};
