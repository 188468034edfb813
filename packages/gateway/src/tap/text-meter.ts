import { streamedTextBytes } from '@meterline/core';
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
    this.bytes += streamedTextBytes(value, bytesInJson);
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

const QUOTES = 2;
const bytesInJson = (text: string): number => Buffer.byteLength(JSON.stringify(text)) - QUOTES;

/** Of a value, or of an event with one. */
const overheadOf = (bytes: Buffer): number => {
  try {
    const json = bytes.toString('utf8', bytes.indexOf('{'), bytes.lastIndexOf('}') + 1);
    return bytes.length - streamedTextBytes(JSON.parse(json), bytesInJson);
  } catch {
    return bytes.length;
  }
};
