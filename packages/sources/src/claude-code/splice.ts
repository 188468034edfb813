import { Buffer, isAscii } from 'node:buffer';
import { type JsonRecord, parsedTextOf, recordAt } from '../read/index.ts';
import { placeOfClosing } from './json-tail.ts';

/** How far into `message` its content is looked for: id, type, role and model stand before it. */
const HEAD_BYTES = 512;
/** How much of a line's end is looked at: usage and the fields after it take 600 to 1,500 bytes. */
const TAIL_BYTES = 1536;
/** Longest `stop_reason` … `usage` gap that is taken for the known shape. */
const MAX_STOP_CHARS = 256;
const PARENT = '{"parentUuid":';
const CONTENT = ',"content":[';
const STOP = '],"stop_reason":';
const USAGE = ',"usage":{';
const REQUEST = 'requestId';
/** Fields outside `message` that change what a row says. */
const SPECIAL = ['"isAbortedMidStream"', '"costUSD"', '"forkedFrom"'] as const;

/** What the last spliced line had, to know its repeat by. */
interface Last {
  /** From the second key up to the content. */
  readonly head: string;
  /** From the stop reason to the end of `usage`. */
  readonly usage: string;
  /** The request id behind it, quoted; undefined when it stands in the head, or nowhere. */
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
  return isPlainRest(tail, stop + last.usage.length, last.request);
};

/**
 * Whether the text after `usage` closes the message and the line, has this request id, and none of the fields that
 * change what a row says.
 */
const isPlainRest = (tail: string, from: number, request: string | undefined): boolean => {
  let requests = 0;
  const plain = (start: number, end: number): boolean => {
    if (end - start === REQUEST.length && tail.startsWith(REQUEST, start)) {
      requests++;
      return request !== undefined && tail.startsWith(request, end + 2);
    }
    return true;
  };
  // Quotes inside a string are escaped, so each such field is found; a value of that name only costs a parse.
  if (SPECIAL.some((field) => tail.includes(field, from))) return false;
  return placeOfClosing(tail, from, 2, plain) === tail.length - 1 && requests > 0 === (request !== undefined);
};

const lastOf = (
  line: JsonRecord,
  head: string,
  tail: string,
  stop: number,
  usage: number,
): Last | undefined => {
  const end = placeOfClosing(tail, usage + USAGE.length, 1) + 1;
  const request = tail.includes(REQUEST, end) ? line['requestId'] : undefined;
  const special = line['isAbortedMidStream'] !== undefined || line['costUSD'] !== undefined;
  // Without a response id each row is a call of its own.
  if (parsedTextOf(recordAt(line, 'message')?.['id']) === undefined) return undefined;
  if (end === 0 || special || (request !== undefined && typeof request !== 'string')) return undefined;
  return {
    head,
    usage: tail.slice(stop, end),
    request: request === undefined ? undefined : JSON.stringify(request),
  };
};

/** Each row has another parent, which says nothing of the call; any other first key is compared with the rest. */
const secondKey = (head: string): number => (head.startsWith(PARENT) ? head.indexOf(',', PARENT.length) : 0);

/** `Buffer.toString` looks its encoding up each time; the method below it does not. */
export const latin1 = (bytes: Buffer, start: number, end: number): string =>
  (bytes as Buffer & { latin1Slice(start: number, end: number): string }).latin1Slice(start, end);

/** Latin-1 was good enough to find the marks; names outside ASCII need their real decoding. */
const parse = (text: string, ascii: boolean): JsonRecord | undefined => {
  try {
    return JSON.parse(ascii ? text : Buffer.from(text, 'latin1').toString('utf8')) as JsonRecord;
  } catch {
    return undefined;
  }
};
