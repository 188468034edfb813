import { Buffer } from 'node:buffer';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BOM = [0xef, 0xbb, 0xbf] as const;

/** Start and end (exclusive, without line ending) of one line inside a chunk. */
export type LineVisitor = (start: number, end: number) => void;

/**
 * Visits each whole line of a chunk; blank lines are passed over, `\r\n` and a BOM at the file's start are accepted.
 * Returns the bytes consumed: up to and including the last newline, so a torn last line stays for the next chunk.
 */
export const eachLine = (chunk: Uint8Array, at: number, visit: LineVisitor): number => {
  // A plain array searches byte by byte; over a gigabyte that is half a second more.
  const bytes = asBuffer(chunk);
  let start = 0;
  for (;;) {
    const newline = bytes.indexOf(NEWLINE, start);
    if (newline === -1) return start;
    const end = newline > start && bytes[newline - 1] === CARRIAGE_RETURN ? newline - 1 : newline;
    const begin = at === 0 && start === 0 ? afterBom(chunk) : start;
    if (end > begin) visit(begin, end);
    start = newline + 1;
  }
};

/** Where the text begins in a file's first bytes: after a BOM, if there is one. */
export const afterBom = (chunk: Uint8Array): number =>
  BOM.every((byte, i) => chunk[i] === byte) ? BOM.length : 0;

/** A view of the same memory as a Buffer, which has the fast native searches and decoders. */
export const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Whether the bytes of a line hold the needle. A hit is only a hint: transcripts quote themselves. */
export const lineHas = (chunk: Uint8Array, start: number, end: number, needle: string): boolean =>
  asBuffer(chunk).subarray(start, end).includes(needle);

/**
 * Whether a line begins and ends as a JSON object does. A reader that passes over lines without a hint of usage uses
 * it to still notice torn ones, without decoding them.
 */
export const looksWhole = (chunk: Uint8Array, start: number, end: number): boolean =>
  chunk[start] === OPENING_BRACE && chunk[end - 1] === CLOSING_BRACE;

/** The line as JSON, or undefined when it is not valid. Invalid UTF-8 becomes U+FFFD, as JSON allows no other way. */
export const parseLine = (chunk: Uint8Array, start: number, end: number): unknown => {
  try {
    return JSON.parse(asBuffer(chunk).toString('utf8', start, end));
  } catch {
    return undefined;
  }
};

/** A text out of a database as JSON, or undefined when it is not valid. */
export const parseText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A whole file as JSON, a BOM passed over; undefined when it is not valid. */
export const parseDocument = (bytes: Uint8Array): unknown => parseLine(bytes, afterBom(bytes), bytes.length);
