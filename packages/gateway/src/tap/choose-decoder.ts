import type { Wire } from '@meterline/core';
import { arrayDecoder } from './array-decoder.ts';
import { bodyDecoder } from './body-decoder.ts';
import type { AnswerDecoder, OnText, OnValue } from './decoder.ts';
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
  onText: OnText,
): AnswerDecoder => {
  const type = contentType.split(';', 1)[0]!.trim().toLowerCase();
  if (type === 'text/event-stream') return sseDecoder(interestOf(wire), onValue, onText);
  if (type === 'application/vnd.amazon.eventstream') return eventStreamDecoder(onValue);
  if (type === 'application/x-ndjson' || type === 'application/jsonl')
    return linesDecoder(interestOf(wire), onValue, onText);
  if (wire === 'gemini' && isStream) return arrayDecoder(onValue);
  return bodyDecoder(onValue);
};
