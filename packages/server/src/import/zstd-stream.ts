import { pipeline, Readable } from 'node:stream';
import { createZstdDecompress, type ZstdDecompress } from 'node:zlib';
import type { OpenFile } from '../files/files.ts';
import type { ByteStream } from './byte-stream.ts';
import { COMPRESSED_CHUNK_BYTES, MAX_INFLATED_BYTES } from './limits.ts';

const ZSTD_MAGIC = [0x28, 0xb5, 0x2f, 0xfd] as const;

export const isZstd = (head: Uint8Array): boolean => ZSTD_MAGIC.every((byte, i) => head[i] === byte);

/**
 * Inflates a zstd file piece by piece. Node's inflater stops at the end of a frame, so a file of several frames is
 * read by several inflaters, each starting where the last one stopped.
 */
export const zstdStream = (file: OpenFile): ByteStream => {
  const pieces = inflatedPieces(file);
  let rest = new Uint8Array(0);
  let used = 0;
  return {
    read: async (into) => {
      if (rest.length === 0) {
        const next = await pieces.next();
        if (next.done) return 0;
        rest = next.value.bytes;
        used = next.value.used;
      }
      const length = Math.min(rest.length, into.length);
      into.set(rest.subarray(0, length));
      rest = rest.subarray(length);
      return length;
    },
    used: () => used,
  };
};

interface Piece {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly used: number;
}

async function* inflatedPieces(file: OpenFile): AsyncGenerator<Piece> {
  let inflated = 0;
  for (let at = 0; ; ) {
    const inflater = createZstdDecompress();
    // A pipeline, since a plain pipe would not tell the inflater that reading the file has failed.
    pipeline(Readable.from(compressedPieces(file, at)), inflater, () => {});
    for await (const bytes of inflater as AsyncIterable<Uint8Array<ArrayBuffer>>) {
      inflated += bytes.length;
      if (inflated > MAX_INFLATED_BYTES) throw new RangeError('the file inflates to more than is read');
      yield { bytes, used: at + bytesTaken(inflater) };
    }
    const taken = bytesTaken(inflater);
    at += taken;
    if (taken === 0 || at >= file.facts().size) return;
  }
}

const bytesTaken = (inflater: ZstdDecompress): number => inflater.bytesWritten;

function* compressedPieces(file: OpenFile, from: number): Generator<Uint8Array> {
  for (let at = from; ; ) {
    const piece = new Uint8Array(COMPRESSED_CHUNK_BYTES);
    const got = file.read(piece, at);
    if (got === 0) return;
    at += got;
    yield piece.subarray(0, got);
  }
}
