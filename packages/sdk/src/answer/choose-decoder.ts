import type { Wire } from '@meterline/core';
import { type AnswerDecoder, bodyDecoder, linesDecoder, type OnValue, sseDecoder } from './answer-decoder.ts';
import { eventStreamDecoder } from './event-stream-decoder.ts';

/** How the values of an answer are framed: its type says so, or else its wire. */
export const decoderFor = (contentType: string, wire: Wire, onValue: OnValue): AnswerDecoder => {
  if (contentType.includes('text/event-stream')) return sseDecoder(onValue);
  if (contentType.includes('vnd.amazon.eventstream')) return eventStreamDecoder(onValue);
  if (wire === 'ollama' || contentType.includes('ndjson')) return linesDecoder(onValue);
  return bodyDecoder(onValue);
};

export const isStream = (contentType: string): boolean => /event-?stream|ndjson/.test(contentType);
