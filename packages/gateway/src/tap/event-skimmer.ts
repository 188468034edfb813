import type { AnswerDecoder } from './decoder.ts';
import { bufferOf } from './line-splitter.ts';
import { NOWHERE, WordSearch } from './word-search.ts';

/** A decoder of server-sent events that can be spared some of them. */
export interface SparedDecoder extends AnswerDecoder {
  /** The first value is read: it names the model, and is never spared. */
  hasBegun(): boolean;
  /** A whole event, behind another whole one, whose lines end with LF: one that counts. */
  pushEvent(bytes: Buffer, from: number, to: number): void;
}

/** Where the event begins in which a place is; the last one that is not whole, where the place is nowhere. */
const eventBegin = (bytes: Buffer, from: number, place: number): number => {
  const before = bytes.lastIndexOf(EVENT_END, Math.min(place, bytes.length));
  return before === -1 ? from : Math.max(from, before + EVENT_END.length);
};

const EVENT_END = Buffer.from('\n\n');
const CR = 13;

/**
 * Stands before a decoder and passes over the events that hold none of the words that count: the deltas, hundreds in a
 * stream, of which nobody wants to know more than how much text they carry.
 *
 *     chunk   ┊ rest of one ┊ delta ┊ delta ┊ delta ┊ usage ┊ delta ┊ a part of one ┊
 *             └─ decoder ───┴─────── skimmed ───────┴ decoder ┴ sk. ┴─ decoder ─────┘
 *
 * Streams whose lines end otherwise than with LF are left to the decoder.
 *
 * @param onEvents Told of whole events that were passed over, one or several.
 */
export const eventSkimmer = (
  decoder: SparedDecoder,
  words: readonly Buffer[],
  onEvents: (events: Buffer) => void,
): AnswerDecoder => {
  const search = new WordSearch(words);
  /** The decoder holds nothing: an event begins here. */
  let isBetween = true;
  /** Hands on up to the end of the event in which a place is; gives where the next one begins. */
  const decode = (bytes: Buffer, from: number, place: number): number => {
    const end = bytes.indexOf(EVENT_END, place);
    const isWhole = end !== -1;
    const next = isWhole ? end + EVENT_END.length : bytes.length;
    if (isBetween && isWhole) decoder.pushEvent(bytes, from, next);
    else decoder.push(bytes.subarray(from, next));
    isBetween = isWhole;
    return next;
  };
  /** The same, of events that may be passed over. */
  const skim = (bytes: Buffer, from: number): number => {
    const word = search.next(from);
    const begin = eventBegin(bytes, from, word);
    if (begin > from) onEvents(bytes.subarray(from, begin));
    return begin === bytes.length ? begin : decode(bytes, begin, word === NOWHERE ? begin : word);
  };
  return {
    push: (chunk) => {
      const bytes = bufferOf(chunk);
      if (bytes.includes(CR)) {
        isBetween = false;
        decoder.push(bytes);
        return;
      }
      search.begin(bytes);
      for (let at = 0; at < bytes.length; )
        at = isBetween && decoder.hasBegun() ? skim(bytes, at) : decode(bytes, at, at);
    },
    end: () => decoder.end(),
    ended: () => decoder.ended(),
    skipped: () => decoder.skipped(),
  };
};
