import { MeterlineError } from '@meterline/core';
import { MAX_PART_HEADER_BYTES } from './limits.ts';

/** The boundary that a `multipart/form-data` body is said to have; undefined for any other body. */
export const boundaryOf = (contentType: string): string | undefined => {
  if (!/^multipart\/form-data\s*;/i.test(contentType)) return undefined;
  // RFC 2046 §5.1.1: at most 70 characters.
  return /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType)?.slice(1).find(Boolean) ?? '';
};

/**
 * The bytes of the one file of a form (RFC 7578), as they come; fields beside it are passed over. Throws REQUEST_INVALID
 * where the form has no file or several, or breaks off.
 *
 * @param onName Told the file's name before its first byte.
 */
export async function* fileOfForm(
  chunks: AsyncIterable<Uint8Array>,
  boundary: string,
  onName: (name: string) => void,
): AsyncGenerator<Uint8Array> {
  const source = new Pieces(chunks);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  let files = 0;
  await drain(source.before(delimiter));
  while (!(await isLast(source))) {
    const name = fileName(await source.text(HEADERS_END, MAX_PART_HEADER_BYTES));
    if (name === undefined) await drain(source.before(delimiter));
    else {
      if (++files > 1) throw invalid('The form has more than one file; send one at a time.');
      onName(name);
      yield* source.before(delimiter);
    }
  }
  if (files === 0) throw invalid('The form has no file; with curl: -F file=@calls.jsonl');
}

const HEADERS_END = Buffer.from('\r\n\r\n');

/** After a boundary `--` ends the form; else the line ends, and the part's headers begin (or there are none). */
const isLast = async (source: Pieces): Promise<boolean> => (await source.peek(2)) === '--';

const fileName = (headers: string): string | undefined => {
  const line = /(?:^|\r\n)content-disposition:([^\r\n]*)/i.exec(headers)?.[1] ?? '';
  return /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(line)?.[1] ?? /;\s*filename=([^\s;"]+)/i.exec(line)?.[1];
};

const drain = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
  for await (const _ of bytes);
};

const invalid = (message: string): MeterlineError => new MeterlineError({ code: 'REQUEST_INVALID', message });

/** A stream that is read up to marks; it holds one piece and what of a mark may have begun in it. */
class Pieces {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** The first boundary may stand at the very beginning, as if a line had ended before it. */
  #held: Buffer = Buffer.from('\r\n');

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  async #more(): Promise<void> {
    const next = await this.#chunks.next();
    if (next.done) throw invalid('The form breaks off before its last boundary.');
    this.#held = Buffer.concat([this.#held, next.value]);
  }

  /** Everything before the mark, which is passed over. */
  async *before(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#held.indexOf(mark);
      const sure = at < 0 ? this.#held.length - mark.length + 1 : at;
      if (sure > 0) yield this.#held.subarray(0, sure);
      this.#held = this.#held.subarray(Math.max(sure, 0) + (at < 0 ? 0 : mark.length));
      if (at >= 0) return;
      await this.#more();
    }
  }

  async text(mark: Buffer, most: number): Promise<string> {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of this.before(mark)) {
      length += part.length;
      if (length > most) throw invalid('A part of the form has too long a header.');
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  }

  /** The next characters; they stay. */
  async peek(count: number): Promise<string> {
    while (this.#held.length < count) await this.#more();
    return this.#held.toString('latin1', 0, count);
  }
}
