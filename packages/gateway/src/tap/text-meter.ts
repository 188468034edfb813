import type { TextWatcher } from './decoder.ts';

/**
 * About how much text a stream has carried, for answers that break off before they say what they used (provider-usage
 * §16). Texts are measured, never kept. Events that nobody parses are not parsed for this either: the first of a run tells
 * how many of its bytes are no text, and the rest of the run is taken to have as many.
 *
 *     {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"……"}}
 *     └─────────────────────────── overhead ───────────────────────────────────┘    └┘
 */
export class TextMeter implements TextWatcher {
  /** Bytes of text, as they stand in JSON. */
  bytes = 0;
  #overhead: number | undefined;
  /** The same of an event, whose lines and end are no text either. */
  #eventOverhead: number | undefined;

  /** A value that was parsed anyway. What follows it may be of another form. */
  read(value: unknown): void {
    this.bytes += textBytes(value, 0);
    this.#overhead = undefined;
    this.#eventOverhead = undefined;
  }

  /** A value that nobody parses. */
  pass(bytes: Buffer): void {
    this.#overhead ??= overheadOf(bytes);
    this.bytes += Math.max(0, bytes.length - this.#overhead);
  }

  passEvents(events: Buffer): void {
    for (let at = 0; at < events.length; ) {
      const carriesText = mayCarryTextAt(events, at);
      // None of a run is shorter than what is no text in it.
      const end = eventEnd(events, at, carriesText ? this.#eventOverhead : undefined);
      if (carriesText) {
        this.#eventOverhead ??= overheadOf(events.subarray(at, end));
        this.bytes += Math.max(0, end - at - this.#eventOverhead);
      }
      at = end;
    }
  }
}

/** English has about four letters a token; in other scripts a letter has more bytes, and is more of a token. */
const BYTES_PER_TOKEN = 4;

export const tokensOfText = (bytes: number): number => Math.ceil(bytes / BYTES_PER_TOKEN);

const LF = 10;
const END_LENGTH = 2;

/** Behind the empty line that ends the event. */
const eventEnd = (events: Buffer, from: number, least: number | undefined): number => {
  let at = from + Math.max(0, (least ?? 0) - END_LENGTH);
  while (at < events.length && (events[at] !== LF || events[at + 1] !== LF)) at += 1;
  return Math.min(at + END_LENGTH, events.length);
};

const NAME = 'event:'.charCodeAt(0);
const DELTA = Buffer.from('delta');

/** By its name, where it has one: `event: content_block_delta`. */
const mayCarryTextAt = (events: Buffer, from: number): boolean =>
  events[from] !== NAME || events.indexOf(DELTA, from) + DELTA.length === events.indexOf(LF, from);

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
  for (const key in value) {
    const one: unknown = value[key as never];
    if (typeof one === 'string') sum += TEXT_FIELDS.has(key) ? bytesInJson(one) : 0;
    else sum += textBytes(one, depth + 1);
  }
  return sum;
};

const QUOTES = 2;
const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - QUOTES;

/** Of a value, or of an event with one. */
const overheadOf = (bytes: Buffer): number => {
  try {
    const json = bytes.toString('utf8', bytes.indexOf('{'), bytes.lastIndexOf('}') + 1);
    return bytes.length - textBytes(JSON.parse(json), 0);
  } catch {
    return bytes.length;
  }
};
