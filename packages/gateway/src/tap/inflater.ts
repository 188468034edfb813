import type { Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib';

const INFLATERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
};

/** Undoes a `content-encoding`; undefined for one that is not known. */
export const inflaterOf = (encoding: string): Transform | undefined =>
  Object.hasOwn(INFLATERS, encoding) ? INFLATERS[encoding]!() : undefined;
