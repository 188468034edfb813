import { afterBom, asBuffer } from './lines.ts';

/**
 * RFC 4180 records straight from bytes, so that a CSV resumes at a byte offset like every other log (the CSV libraries
 * parse whole texts or streams and cannot).
 *
 *     a,"b ""c""⏎d",e⏎      one record of three fields over two lines
 */
const NEWLINE = 0x0a;
const QUOTE = 0x22;
const SPACE = 0x20;

/** Most lines that one quoted field may run over: a lone quote must not swallow the rest of the file. */
const MAX_RECORD_LINES = 20;
/** Most bytes of one record that runs over lines. */
const MAX_RECORD_BYTES = 64 * 1024;
/** Most fields that are kept of one record. */
const MAX_FIELDS = 256;

const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** `fields` is undefined for a line whose quotes never end within the limits. `at` is relative to the chunk. */
export type RecordVisitor = (at: number, fields: readonly string[] | undefined) => void;

/**
 * Visits each whole record of a chunk that begins at byte `at` of its file, and returns the bytes consumed; a record
 * that is not yet whole stays. `delimiterFor` is asked with each record's text. What a record is never depends on where
 * the chunk was cut.
 */
export const eachRecord = (
  chunk: Uint8Array,
  at: number,
  delimiterFor: (record: string) => Delimiter,
  visit: RecordVisitor,
): number => {
  const bytes = asBuffer(chunk);
  let start = at === 0 ? afterBom(bytes) : 0;
  for (;;) {
    const { newline, broken } = recordEnd(bytes, start);
    if (newline === -1) return at === 0 && start === afterBom(bytes) ? 0 : start;
    const text = bytes.toString('utf8', start, newline).replace(/\r$/, '');
    if (broken) visit(start, undefined);
    else if (text.trim() !== '') visit(start, splitFields(text, delimiterFor(text)));
    start = newline + 1;
  }
};

/** `newline` is -1 while the record's end is not there yet; `broken` gives up a line whose quote stays open too long. */
const recordEnd = (bytes: Buffer, start: number): { newline: number; broken: boolean } => {
  const first = bytes.indexOf(NEWLINE, start);
  let newline = first;
  let open = first !== -1 && quotesAreOdd(bytes, start, first);
  for (let lines = 1; open; lines += 1) {
    const next = bytes.indexOf(NEWLINE, newline + 1);
    const tooFar = (next === -1 ? bytes.length : next) - start > MAX_RECORD_BYTES;
    if (lines >= MAX_RECORD_LINES || tooFar) return { newline: first, broken: true };
    if (next === -1) return { newline: -1, broken: false };
    if (quotesAreOdd(bytes, newline + 1, next)) open = false;
    newline = next;
  }
  return { newline, broken: false };
};

/** An escaped quote is two quotes, so an odd number of them opens or closes a field. */
const quotesAreOdd = (bytes: Buffer, start: number, end: number): boolean => {
  const line = bytes.subarray(start, end);
  let odd = false;
  for (let at = line.indexOf(QUOTE); at !== -1; at = line.indexOf(QUOTE, at + 1)) odd = !odd;
  return odd;
};

/** The fields of one record, quotes resolved and outer blanks taken off. */
export const splitFields = (record: string, delimiter: Delimiter): readonly string[] => {
  const fields: string[] = [];
  let at = 0;
  while (fields.length < MAX_FIELDS) {
    const [field, next] = nextField(record, at, delimiter);
    fields.push(field.trim());
    if (next > record.length) break;
    at = next;
  }
  return fields;
};

/** One field and where the next one starts (beyond the record's length after the last). */
const nextField = (record: string, at: number, delimiter: Delimiter): readonly [string, number] => {
  let start = at;
  while (record.charCodeAt(start) === SPACE) start += 1;
  if (record.charCodeAt(start) !== QUOTE) {
    const end = record.indexOf(delimiter, at);
    return end === -1 ? [record.slice(at), record.length + 1] : [record.slice(at, end), end + 1];
  }
  const close = closingQuote(record, start + 1);
  const end = record.indexOf(delimiter, close + 1);
  const field = record.slice(start + 1, close).replaceAll('""', '"');
  return [field, end === -1 ? record.length + 1 : end + 1];
};

const closingQuote = (record: string, from: number): number => {
  for (let at = record.indexOf('"', from); at !== -1; at = record.indexOf('"', at + 2))
    if (record[at + 1] !== '"') return at;
  return record.length;
};

/** The delimiter that parts a header line into most fields; what stands in quotes does not count. */
export const sniffDelimiter = (header: string): Delimiter => {
  const bare = header.replace(/"(?:[^"]|"")*"/g, '');
  let best: Delimiter = ',';
  let most = 1;
  for (const delimiter of DELIMITERS) {
    const count = bare.split(delimiter).length;
    if (count > most) [best, most] = [delimiter, count];
  }
  return best;
};

/** A header's name without case, blanks and punctuation: `Input (w/o Cache Write)` → `inputwocachewrite`. */
export const normalisedHeader = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
