const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;

/** Follows the nesting of JSON text byte by byte, across chunks, and builds nothing. Multi-byte characters need no care. */
export class JsonScanner {
  depth = 0;
  #inString = false;
  #escaped = false;

  /** Whether the byte before was inside a string. */
  get inString(): boolean {
    return this.#inString;
  }

  /** Inside a string, and the next byte means what it is: up to `stringRunEnd` bytes need not be taken. */
  get inRun(): boolean {
    return this.#inString && !this.#escaped;
  }

  /** Takes one byte; afterwards `depth` is that behind it. */
  take(byte: number): void {
    if (this.#inString) this.#takeInString(byte);
    else if (byte === QUOTE) this.#inString = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) this.depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) this.depth -= 1;
  }

  #takeInString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }
}

/**
 * Where a run of plain bytes inside a string ends: at its quote, a backslash, or the end. Names are short and looked at
 * here; the texts of prompts and answers are long and searched natively.
 */
export const stringRunEnd = (bytes: Buffer, from: number): number => {
  const far = Math.min(from + NEAR_BYTES, bytes.length);
  for (let at = from; at < far; at += 1) if (bytes[at] === QUOTE || bytes[at] === BACKSLASH) return at;
  const quote = bytes.indexOf(QUOTE, far);
  const end = quote === -1 ? bytes.length : quote;
  const escaped = bytes.subarray(far, end).indexOf(BACKSLASH);
  return escaped === -1 ? end : far + escaped;
};

const NEAR_BYTES = 32;
