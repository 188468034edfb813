import { type AnswerDecoder, MAX_VALUE_BYTES, type OnValue, type TextWatcher } from './decoder.ts';
import { eventSkimmer, type SparedDecoder } from './event-skimmer.ts';
import { type Interest, isWanted, mayCarryText, searchFor } from './interest.ts';
import { bufferOf, LineSplitter } from './line-splitter.ts';

const DATA = Buffer.from('data:');
const EVENT = Buffer.from('event:');
const SPACE = 32;
/** The last word of OpenAI's streams; no JSON. */
const DONE = Buffer.from('[DONE]');
/** By which it is searched for: each delta has brackets, and hardly any a capital. */
const DONE_WORD = DONE.subarray(1);

/** Server-sent events (WHATWG HTML §9.2). Those that say nothing of usage are passed over where that can be told. */
export const sseDecoder = (interest: Interest, onValue: OnValue, texts: TextWatcher): AnswerDecoder => {
  const whole = wholeSseDecoder(interest, onValue, texts);
  if (interest.words === undefined) return whole;
  return eventSkimmer(whole, [...interest.words, DONE_WORD], (events) => texts.passEvents(events));
};

/** Looks at every event: several `data:` lines are one value, comments and other fields mean nothing. */
export const wholeSseDecoder = (interest: Interest, onValue: OnValue, texts: TextWatcher): SparedDecoder => {
  const search = searchFor(interest);
  let event: string | undefined;
  let data: Buffer[] = [];
  let size = 0;
  let isFirst = true;
  let skipped = 0;
  let ended = false;
  const dispatch = (): void => {
    const value = data.length === 1 ? data[0]! : Buffer.concat(data);
    const named = event;
    event = undefined;
    data = [];
    if (size === 0) return;
    const tooLong = size > MAX_VALUE_BYTES;
    size = 0;
    if (tooLong) skipped += 1;
    else if (isDone(value)) ended = true;
    else if (isWanted(interest, named, value, isFirst, search)) parse(value);
    else if (mayCarryText(named)) texts.pass(value);
  };
  const parse = (value: Buffer): void => {
    isFirst = false;
    try {
      onValue(JSON.parse(value.toString('utf8')));
    } catch {
      skipped += 1;
    }
  };
  const lines = new LineSplitter((line) => {
    if (line.length === 0) dispatch();
    else if (startsWith(line, DATA)) {
      const value = fieldOf(line, DATA.length, line.length);
      size += value.length;
      if (size <= MAX_VALUE_BYTES) data.push(value);
    } else if (startsWith(line, EVENT)) event = fieldOf(line, EVENT.length, line.length).toString('latin1');
  });
  const push = (chunk: Uint8Array): void => {
    search?.begin(bufferOf(chunk));
    lines.push(chunk);
    // Lines are only lent: what is not a whole event yet is kept as a copy.
    if (data.length > 0) data = [Buffer.from(data.length === 1 ? data[0]! : Buffer.concat(data))];
  };
  return {
    push,
    pushEvent: (bytes, from, to) => {
      const value = onlyData(bytes, from, to);
      if (value === undefined) push(bytes.subarray(from, to));
      else if (isDone(value)) ended = true;
      else parse(value);
    },
    // The standard drops an event without its empty line; a provider that just closes has still said it.
    end: () => {
      lines.end();
      dispatch();
    },
    ended: () => ended,
    hasBegun: () => !isFirst,
    skipped: () => skipped + lines.tooLong,
  };
};

const isDone = (value: Buffer): boolean => value.length === DONE.length && value.equals(DONE);

/** The value of an event that is one `data:` line and nothing else, as most are. */
const onlyData = (bytes: Buffer, from: number, to: number): Buffer | undefined => {
  const end = to - END_BYTES;
  const isOneLine = bytes.indexOf(LF, from) === end && end - from <= MAX_VALUE_BYTES;
  return isOneLine && startsWith(bytes, DATA, from) ? fieldOf(bytes, from + DATA.length, end) : undefined;
};

const LF = 10;
/** The line's end, and the empty line. */
const END_BYTES = 2;

const startsWith = (bytes: Buffer, prefix: Buffer, from = 0): boolean => {
  if (bytes.length - from < prefix.length) return false;
  for (let at = 0; at < prefix.length; at += 1) if (bytes[from + at] !== prefix[at]) return false;
  return true;
};

/** After the colon one space is no part of the value. */
const fieldOf = (line: Buffer, from: number, to: number): Buffer =>
  line.subarray(line[from] === SPACE ? from + 1 : from, to);
