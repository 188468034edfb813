import { crc32 } from 'node:zlib';

const TEXT = 7;
const CHECKSUM_BYTES = 4;
const HEAD_BYTES = 8;

/** A frame of an AWS event stream (`application/vnd.amazon.eventstream`), with its checksums. */
export const eventFrame = (type: string, payload: object): Buffer => {
  const headers = Buffer.concat([header(':message-type', 'event'), header(':event-type', type)]);
  const body = Buffer.from(JSON.stringify(payload));
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(HEAD_BYTES + headers.length + body.length + 2 * CHECKSUM_BYTES, 0);
  head.writeUInt32BE(headers.length, 4);
  const whole = Buffer.concat([head, checksum(head), headers, body]);
  return Buffer.concat([whole, checksum(whole)]);
};

const header = (name: string, value: string): Buffer =>
  Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([TEXT, 0, value.length]),
    Buffer.from(value),
  ]);

const checksum = (bytes: Buffer): Buffer => {
  const sum = Buffer.alloc(CHECKSUM_BYTES);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
};
