import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { MeterlineError } from '@meterline/core';

type Bytes = AsyncIterable<Uint8Array>;

/** A body as its `content-encoding` says it is packed. Throws REQUEST_INVALID for one that is not known. */
export const decoded = (bytes: Bytes, encoding: string): Bytes => {
  if (encoding === '' || encoding === 'identity') return bytes;
  if (encoding === 'gzip') return through(bytes, createGunzip());
  if (encoding === 'zstd') return through(bytes, createZstdDecompress());
  throw new MeterlineError({
    code: 'REQUEST_INVALID',
    message: 'The body may be compressed with gzip or zstd only.',
  });
};

const MAGIC_BYTES = 4;
const GZIP = Buffer.from([0x1f, 0x8b]);
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** A file as it was before somebody packed it with gzip or zstd; its first bytes tell. */
export async function* unpacked(bytes: Bytes): Bytes {
  const iterator = bytes[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  while (head.length < MAGIC_BYTES) {
    const next = await iterator.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  const whole = following(head, iterator);
  if (head.subarray(0, GZIP.length).equals(GZIP)) yield* through(whole, createGunzip());
  else if (head.subarray(0, ZSTD.length).equals(ZSTD)) yield* through(whole, createZstdDecompress());
  else yield* whole;
}

async function* following(head: Uint8Array, rest: AsyncIterator<Uint8Array>): Bytes {
  try {
    if (head.length > 0) yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}

/** What goes wrong on either side ends both, and is thrown to whoever reads. */
const through = (bytes: Bytes, inflater: Transform): Bytes =>
  pipeline(Readable.from(bytes, { objectMode: false }), inflater, () => {});

/** Whether the error is an inflater's, about bytes that are not what they seemed. */
export const isBadCompression = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(Z_|ZSTD_|ERR_ZLIB|ERR_ZSTD)/.test(String(error.code));
