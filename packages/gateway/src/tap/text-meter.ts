/**
 * About how much text a stream has carried, for answers that break off before they say what they used (provider-usage
 * §16). Texts are measured, never kept. Events that nobody parses are not parsed for this either: the first of a run tells
 * how many of its bytes are no text, and the rest of the run is taken to have as many.
 *
 *     {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"……"}}
 *     └─────────────────────────── overhead ───────────────────────────────────┘    └┘
 */
export class TextMeter {
  /** Bytes of text, as they stand in JSON. */
  bytes = 0;
  #overhead: number | undefined;

  /** A value that was parsed anyway. What follows it may be of another form. */
  read(value: unknown): void {
    this.bytes += textBytes(value, 0);
    this.#overhead = undefined;
  }

  /** A value that nobody parses. */
  pass(bytes: Buffer): void {
    this.#overhead ??= overheadOf(bytes);
    this.bytes += Math.max(0, bytes.length - this.#overhead);
  }
}

/** English has about four letters a token; in other scripts a letter has more bytes, and is more of a token. */
const BYTES_PER_TOKEN = 4;

export const tokensOfText = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);

/** Where the wires put what a model says, thinks, or hands to a tool. */
const TEXT_FIELDS: ReadonlySet<string> = new Set([
  'text',
  'thinking',
  'partial_json',
  'content',
  'reasoning_content',
  'reasoning',
  'refusal',
  'arguments',
  'delta',
  'response',
  'input',
  'generation',
  'completion',
]);
/** Deeper than any of them. */
const MAX_DEPTH = 10;
/** Responses says each text once more when it is whole. */
const REPEATS = /(\.done|\.completed)$/;

const textBytes = (value: unknown, depth: number): number => {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textBytes(one, depth + 1), 0);
  const { type } = value as { type?: unknown };
  if (depth === 0 && typeof type === 'string' && REPEATS.test(type)) return 0;
  let sum = 0;
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === 'string') sum += TEXT_FIELDS.has(key) ? bytesInJson(one) : 0;
    else sum += textBytes(one, depth + 1);
  }
  return sum;
};

const QUOTES = 2;
const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - QUOTES;

const overheadOf = (bytes: Buffer): number => {
  try {
    return bytes.length - textBytes(JSON.parse(bytes.toString('utf8')), 0);
  } catch {
    return bytes.length;
  }
};
