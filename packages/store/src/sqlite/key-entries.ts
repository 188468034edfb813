import { Buffer } from 'node:buffer';
import type { KeyHash } from '../call/call-id.ts';

/**
 * Identity keys and their calls as numbers, one entry after the other:
 *
 *     hash │ hash │ hash │ hash │ call      five words of 32 bits; the first bytes of a hash are the highest of a word
 *
 * So entries are ordered as their hashes are, and a call's number has room for four thousand million calls.
 */
export const ENTRY_WORDS = 5;
export const CALL_WORD = 4;
export const HASH_WORDS = 4;

/** Writes a hash as the first words of an entry. */
export const writeHash = (hash: KeyHash, entries: Uint32Array, at: number): void => {
  for (let word = 0; word < HASH_WORDS; word++) {
    const from = word * 4;
    entries[at + word] =
      (hash.charCodeAt(from) << 24) |
      (hash.charCodeAt(from + 1) << 16) |
      (hash.charCodeAt(from + 2) << 8) |
      hash.charCodeAt(from + 3);
  }
};

/** A hash as an entry of no call. */
export const entryOf = (hash: KeyHash): Uint32Array => {
  const entry = new Uint32Array(ENTRY_WORDS);
  writeHash(hash, entry, 0);
  return entry;
};

/** How two entries are ordered by their hashes; places are those of the first words. */
export const compareEntries = (a: Uint32Array, aAt: number, b: Uint32Array, bAt: number): number => {
  for (let word = 0; word < HASH_WORDS; word++) {
    const difference = a[aAt + word]! - b[bAt + word]!;
    if (difference !== 0) return difference;
  }
  return 0;
};

/** Entries sorted at once: so many numbers fit beside the first word of a hash in a whole number. */
const SORTED_MAX = 2 ** 20;

/** Lists in the order of the hashes, each of at most so many entries. Every hash stands once. */
export const sortedParts = (entries: Uint32Array): readonly Uint32Array[] => {
  const step = SORTED_MAX * ENTRY_WORDS;
  const parts: Uint32Array[] = [];
  for (let at = 0; at < entries.length; at += step) parts.push(sorted(entries.subarray(at, at + step)));
  return parts;
};

/** By the first word as a number, which is sorted ten times as fast as by comparing; the few that share it are then compared. */
const sorted = (entries: Uint32Array): Uint32Array => {
  const places = new Float64Array(entries.length / ENTRY_WORDS);
  for (let i = 0; i < places.length; i++) places[i] = entries[i * ENTRY_WORDS]! * SORTED_MAX + i;
  places.sort();
  const result = new Uint32Array(entries.length);
  for (let i = 0; i < places.length; i++) {
    const place = places[i]!;
    // By hand: the remainder of a large number takes long.
    const from = (place - Math.floor(place / SORTED_MAX) * SORTED_MAX) * ENTRY_WORDS;
    let to = i * ENTRY_WORDS;
    for (; to > 0 && compareEntries(result, to - ENTRY_WORDS, entries, from) > 0; to -= ENTRY_WORDS)
      result.copyWithin(to, to - ENTRY_WORDS, to);
    for (let word = 0; word < ENTRY_WORDS; word++) result[to + word] = entries[from + word]!;
  }
  return result;
};

/** The same in a list of twice the length. */
export const widened = (entries: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> => {
  const wider = new Uint32Array(entries.length * 2);
  wider.set(entries);
  return wider;
};

/** As bytes for the file, without a copy. */
export const bytesOf = (words: Uint32Array): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset, words.byteLength);

/** Words that were read of the file. */
export const wordsOf = (bytes: Uint8Array): Uint32Array =>
  new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / Uint32Array.BYTES_PER_ELEMENT);

/** The hash of an entry as the bytes that it was made of. */
export const entryHash = (entries: Uint32Array, at: number): KeyHash => {
  const bytes = Buffer.allocUnsafe(HASH_WORDS * 4);
  for (let word = 0; word < HASH_WORDS; word++) bytes.writeUInt32BE(entries[at + word]!, word * 4);
  return bytes.toString('latin1') as KeyHash;
};
