import type { Wire } from '@meterline/core';
import { arrayDecoder } from './array-decoder.ts';
import { bodyDecoder } from './body-decoder.ts';
import type { AnswerDecoder, OnValue, TextWatcher } from './decoder.ts';
import { eventStreamDecoder } from './event-stream-decoder.ts';
import { interestOf } from './interest.ts';
import { linesDecoder } from './lines-decoder.ts';
import { sseDecoder } from './sse-decoder.ts';

/** The decoder for an answer: its content type says how values are framed, its wire which of them count. */
export const decoderFor = (
  wire: Wire,
  contentType: string,
  isStream: boolean,
  onValue: OnValue,
  texts: TextWatcher,
): AnswerDecoder => {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'text/event-stream') return sseDecoder(interestOf(wire), onValue, texts);
  if (type === 'application/vnd.amazon.eventstream') return eventStreamDecoder(onValue);
  if (type === 'application/x-ndjson' || type === 'application/jsonl')
    return linesDecoder(interestOf(wire), onValue, (line) => texts.pass(line));
  if (wire === 'gemini' && isStream) return arrayDecoder(onValue);
  return bodyDecoder(onValue);
};
