import type { Buffer } from 'node:buffer';

/** What stands behind a key. `end`: the object closed. `broken`: not compact JSON, or beyond the bytes to look at. */
export type HeadValue = 'string' | 'scalar' | 'object' | 'array' | 'end' | 'broken';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const OPEN_ARRAY = 0x5b;
const CLOSE_OBJECT = 0x7d;
const SPACE = 0x20;

/**
 * Walks the keys of one object at the beginning of a line, without decoding or allocating anything:
 *
 *     {"type":"user","uuid":"…","message":{"id":…
 *      └key─┘ └value┘                     └ object: `enter()` goes on inside; it cannot be stepped over
 *
 * Knows only JSON without spaces and keys without escapes, as programs write it. Anything else is `broken`: the caller
 * then parses the whole line, so that the order and shape of keys decide about speed and never about the outcome.
 */
export class JsonHead {
  readonly #bytes: Buffer;
  #limit = 0;
  #next = 0;
  #key = 0;
  #keyEnd = 0;
  #value = 0;
  #valueEnd = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Begins at the brace of a line. `limit`: end of the bytes to look at. */
  start(at: number, limit: number): void {
    this.#limit = limit;
    this.#value = at;
    this.enter();
  }

  /** Goes into the object that is the last value. */
  enter(): void {
    this.#next = this.#bytes[this.#value] === OPEN_OBJECT ? this.#value + 1 : this.#limit;
  }

  /** Where the last value begins. */
  get valueAt(): number {
    return this.#value;
  }

  /** Steps to the next key and says what its value is. */
  next(): HeadValue {
    const bytes = this.#bytes;
    const at = this.#next;
    if (at >= this.#limit) return 'broken';
    if (bytes[at] === CLOSE_OBJECT) return 'end';
    if (bytes[at] !== QUOTE) return 'broken';
    const keyEnd = this.#plainStringEnd(at + 1);
    if (keyEnd === -1 || bytes[keyEnd + 1] !== COLON) return 'broken';
    this.#key = at + 1;
    this.#keyEnd = keyEnd;
    const value = keyEnd + 2;
    this.#value = value;
    const first = bytes[value];
    if (first === OPEN_OBJECT) return 'object';
    if (first === OPEN_ARRAY) return 'array';
    return first === QUOTE ? this.#string(value + 1) : this.#scalar(value);
  }

  keyIs(word: string): boolean {
    return this.#isWord(this.#key, this.#keyEnd, word);
  }

  /** Whether the last value is this string. An escaped spelling of the same string does not count. */
  valueIs(word: string): boolean {
    return this.#isWord(this.#value + 1, this.#valueEnd, word);
  }

  /** Whether the last value is a string that has escapes, so that `valueIs` cannot judge it. */
  valueIsEscaped(): boolean {
    return this.#plainStringEnd(this.#value + 1) !== this.#valueEnd;
  }

  #string(from: number): HeadValue {
    const bytes = this.#bytes;
    for (let i = from; i < this.#limit; i++) {
      const byte = bytes[i];
      if (byte === BACKSLASH) i++;
      else if (byte === QUOTE) {
        this.#valueEnd = i;
        return this.#after(i + 1) ? 'string' : 'broken';
      }
    }
    return 'broken';
  }

  #scalar(from: number): HeadValue {
    const bytes = this.#bytes;
    let i = from;
    while (i < this.#limit && bytes[i] !== COMMA && bytes[i] !== CLOSE_OBJECT && bytes[i]! > SPACE) i++;
    this.#valueEnd = i;
    return i > from && this.#after(i) ? 'scalar' : 'broken';
  }

  /** A comma must be followed by a key; a closing brace is left for `next` to find. */
  #after(at: number): boolean {
    if (at >= this.#limit) return false;
    const byte = this.#bytes[at];
    this.#next = byte === COMMA ? at + 1 : at;
    return byte === COMMA ? this.#bytes[at + 1] === QUOTE : byte === CLOSE_OBJECT;
  }

  #plainStringEnd(from: number): number {
    const bytes = this.#bytes;
    for (let i = from; i < this.#limit; i++) {
      const byte = bytes[i];
      if (byte === QUOTE) return i;
      if (byte === BACKSLASH) return -1;
    }
    return -1;
  }

  #isWord(start: number, end: number, word: string): boolean {
    if (end - start !== word.length) return false;
    for (let i = 0; i < word.length; i++) if (this.#bytes[start + i] !== word.charCodeAt(i)) return false;
    return true;
  }
}
