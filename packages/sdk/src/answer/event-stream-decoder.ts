import { awsFrameKind } from '@meterline/core';
import { MAX_VALUE_CHARS } from '../limits.ts';
import { type AnswerDecoder, type OnValue, parsed } from './answer-decoder.ts';

/** Total length, length of the headers, and the checksum of these. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;

/**
 * AWS's frames: `total length · headers length · crc · headers · payload · crc`. Checksums are the client's business.
 * Converse: `{ [event type]: payload }`. Model bodies of InvokeModel come as base64 inside the payload.
 */
export const eventStreamDecoder = (onValue: OnValue): AnswerDecoder => {
  let held: Uint8Array = new Uint8Array();
  let overflowed = false;
  const takeFrames = (): void => {
    while (held.length >= PRELUDE_BYTES) {
      const view = new DataView(held.buffer, held.byteOffset, held.byteLength);
      const total = view.getUint32(0);
      const headers = view.getUint32(4);
      if (total > MAX_VALUE_CHARS || total < PRELUDE_BYTES + CHECKSUM_BYTES + headers) {
        overflowed = true;
        return;
      }
      if (held.length < total) return;
      takeFrame(held.subarray(PRELUDE_BYTES, total - CHECKSUM_BYTES), headers, onValue);
      held = held.subarray(total);
    }
  };
  return {
    push: (chunk) => {
      if (overflowed || typeof chunk === 'string') return;
      held = joined(held, chunk);
      takeFrames();
    },
    end: () => {},
    ended: () => false,
  };
};

const takeFrame = (frame: Uint8Array, headersLength: number, onValue: OnValue): void => {
  const kind = awsFrameKind(frame.subarray(0, headersLength));
  if (kind.kind === 'exception') onValue({ [kind.name]: {} });
  else takePayload(frame.subarray(headersLength), kind.type, onValue);
};

const takePayload = (payload: Uint8Array, type: string, onValue: OnValue): void =>
  parsed(new TextDecoder().decode(payload), (value) => {
    const { bytes } = (value ?? {}) as { bytes?: unknown };
    if (typeof bytes !== 'string') return onValue({ [type]: value });
    try {
      const body = Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
      parsed(new TextDecoder().decode(body), onValue);
    } catch {
      // Not base64: no counts in it.
    }
  });

const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
};
