import { hash } from 'node:crypto';
import { type OpenFile, readFully } from '../files/files.ts';
import { FINGERPRINT_BYTES } from './limits.ts';

/**
 * Tells a file that has grown from one that was replaced:
 *
 *     ├─ head ─┤ ............ ├─ boundary ─┤ ............
 *     0      4096        offset−4096     offset
 *
 * Both stretches lie before the offset, so they stay the same for as long as the file only grows.
 */
export const fingerprintOf = (file: OpenFile, offset: number): string => {
  const length = Math.min(offset, FINGERPRINT_BYTES);
  const both = new Uint8Array(2 * length);
  const head = readFully(file, both.subarray(0, length), 0);
  const boundary = readFully(file, both.subarray(length), offset - length);
  // A file that is shorter than it was gives fewer bytes, and so another fingerprint.
  return shortHash(both.subarray(0, head + boundary));
};

/** 64 bits are plenty: it is compared with one other value, never looked up. */
export const shortHash = (content: Uint8Array | string): string =>
  hash('sha256', content, 'hex').slice(0, 16);
