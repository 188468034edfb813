import { type AwsFrameKind, awsFrameKind } from '@meterline/core';
import { type AnswerDecoder, MAX_VALUE_BYTES, type OnValue } from './decoder.ts';

/**
 * AWS event-stream frames (`application/vnd.amazon.eventstream`), big-endian:
 *
 *     ┌───────────────┬────────────────┬──────────────┬─────────┬─────────┬─────────────┐
 *     │ total length  │ headers length │ CRC of these │ headers │ payload │ CRC of all  │
 *     │ 4 bytes       │ 4              │ 4            │         │         │ 4           │
 *     └───────────────┴────────────────┴──────────────┴─────────┴─────────┴─────────────┘
 *
 * Converse: `{ [event type]: payload }`. InvokeModel: the payload's `bytes` is base64 of the model's own JSON. Checksums
 * are the client's business: a frame whose lengths make no sense ends the reading.
 */
export const eventStreamDecoder = (onValue: OnValue): AnswerDecoder => {
  let pending = Buffer.alloc(0);
  /** Bytes of a frame that is too long, still to be passed over. */
  let passOver = 0;
  let broken = false;
  let skipped = 0;
  const readFrames = (): void => {
    while (pending.length >= PRELUDE_BYTES) {
      const total = pending.readUInt32BE(0);
      const headers = pending.readUInt32BE(4);
      if (total < MIN_FRAME_BYTES || headers > total - MIN_FRAME_BYTES) {
        broken = true;
        skipped += 1;
        pending = Buffer.alloc(0);
        return;
      }
      if (total > MAX_VALUE_BYTES) {
        skipped += 1;
        passOver = Math.max(0, total - pending.length);
        pending = pending.subarray(Math.min(total, pending.length));
        continue;
      }
      if (pending.length < total) return;
      readFrame(pending.subarray(0, total), headers);
      pending = pending.subarray(total);
    }
  };
  const readFrame = (frame: Buffer, headersLength: number): void => {
    const kind = awsFrameKind(frame.subarray(PRELUDE_BYTES, PRELUDE_BYTES + headersLength));
    const value = frameValue(kind, frame.subarray(PRELUDE_BYTES + headersLength, frame.length - CRC_BYTES));
    if (value === undefined) skipped += 1;
    else onValue(value);
  };
  return {
    push: (chunk) => {
      if (broken) return;
      const over = Math.min(passOver, chunk.byteLength);
      passOver -= over;
      if (over === chunk.byteLength) return;
      pending = Buffer.concat([pending, chunk.subarray(over)]);
      readFrames();
    },
    end: () => {},
    ended: () => false,
    skipped: () => skipped,
  };
};

const PRELUDE_BYTES = 12;
const CRC_BYTES = 4;
const MIN_FRAME_BYTES = PRELUDE_BYTES + CRC_BYTES;

const frameValue = (frame: AwsFrameKind, payload: Buffer): unknown => {
  if (frame.kind === 'exception') return { [frame.name]: {} };
  const value = parsed(payload);
  if (frame.type !== 'chunk') return value === undefined ? undefined : { [frame.type]: value };
  const bytes = (value as { bytes?: unknown } | undefined)?.bytes;
  return typeof bytes === 'string' ? parsed(Buffer.from(bytes, 'base64')) : undefined;
};

const parsed = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
};
