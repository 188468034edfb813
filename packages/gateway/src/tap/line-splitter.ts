import { MAX_VALUE_BYTES } from './decoder.ts';

/**
 * Cuts bytes into lines, wherever the chunks end. Lines end with LF, CRLF or (in event streams) a lone CR.
 *
 *     chunk 1            chunk 2
 *     ………line A⏎line ┊ B⏎line C⏎
 *               └──┬──┘
 *              carried over: the only bytes that are copied
 */
export class LineSplitter {
  readonly #onLine: (line: Buffer) => void;
  #carry: Buffer[] = [];
  #carried = 0;
  /** The line is too long: its rest is passed over. */
  #overflow = false;
  /** The chunk before ended with CR: a LF that follows belongs to it. */
  #afterCr = false;
  tooLong = 0;

  /** A line is a view of the chunk, good until `onLine` returns. */
  constructor(onLine: (line: Buffer) => void) {
    this.#onLine = onLine;
  }

  push(chunk: Uint8Array): void {
    const bytes = bufferOf(chunk);
    // Hardly any stream has them, and each line would be searched for one.
    const lineEnd = bytes.includes(CR) ? eitherEnd : lfEnd;
    let start = this.#afterCr && bytes[0] === LF ? 1 : 0;
    if (bytes.length > 0) this.#afterCr = false;
    for (;;) {
      const end = lineEnd(bytes, start);
      if (end === -1) break;
      this.#emit(bytes.subarray(start, end));
      start = end + 1;
      if (bytes[end] !== CR) continue;
      if (start === bytes.length) this.#afterCr = true;
      else if (bytes[start] === LF) start += 1;
    }
    if (start < bytes.length) this.#keep(bytes.subarray(start));
  }

  /** The last line may lack its end. */
  end(): void {
    if (this.#carried > 0 || this.#overflow) this.#emit(Buffer.alloc(0));
  }

  #emit(rest: Buffer): void {
    if (this.#overflow) this.tooLong += 1;
    else if (this.#carried === 0) this.#onLine(rest);
    else this.#onLine(Buffer.concat([...this.#carry, rest]));
    this.#carry = [];
    this.#carried = 0;
    this.#overflow = false;
  }

  #keep(rest: Buffer): void {
    if (this.#overflow) return;
    this.#carried += rest.length;
    if (this.#carried <= MAX_VALUE_BYTES) {
      this.#carry.push(Buffer.from(rest));
      return;
    }
    this.#overflow = true;
    this.#carry = [];
    this.#carried = 0;
  }
}

/** The same bytes as a Buffer. */
export const bufferOf = (chunk: Uint8Array): Buffer =>
  Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);

const LF = 10;
const CR = 13;

const lfEnd = (bytes: Buffer, from: number): number => bytes.indexOf(LF, from);

const eitherEnd = (bytes: Buffer, from: number): number => {
  const lf = bytes.indexOf(LF, from);
  const cr = bytes.subarray(from, lf === -1 ? undefined : lf).indexOf(CR);
  return cr === -1 ? lf : from + cr;
};
