import { KEY_HASH_BYTES, type KeyHash } from '../call/call-id.ts';

/**
 * A map from hashes of keys to calls. It holds no objects: tens of thousands of entries that live for a whole import are
 * nothing that the garbage collector has to follow or copy.
 *
 *     hashes   16 bytes a slot, found by the first four of the hash, then by going on to the next free one
 *     calls    1 number a slot; 0 is a free slot, since calls count from 1
 */
export interface KeyTable {
  readonly size: number;
  get(hash: KeyHash): number | undefined;
  set(hash: KeyHash, call: number): void;
  clear(): void;
}

const FIRST_SLOTS = 1_024;
const WORDS = KEY_HASH_BYTES / 4;

export const createKeyTable = (): KeyTable => {
  let slots = FIRST_SLOTS;
  let hashes = new Int32Array(slots * WORDS);
  let calls = new Float64Array(slots);
  let size = 0;
  const slotOf = (a: number, b: number, c: number, d: number): number => {
    let slot = a & (slots - 1);
    while (calls[slot] !== 0) {
      const at = slot * WORDS;
      if (hashes[at] === a && hashes[at + 1] === b && hashes[at + 2] === c && hashes[at + 3] === d) break;
      slot = (slot + 1) & (slots - 1);
    }
    return slot;
  };
  const put = (call: number, a: number, b: number, c: number, d: number): void => {
    const slot = slotOf(a, b, c, d);
    if (calls[slot] === 0) {
      size += 1;
      const at = slot * WORDS;
      hashes[at] = a;
      hashes[at + 1] = b;
      hashes[at + 2] = c;
      hashes[at + 3] = d;
    }
    calls[slot] = call;
  };
  const grow = (): void => {
    const [oldHashes, oldCalls] = [hashes, calls];
    slots *= 2;
    hashes = new Int32Array(slots * WORDS);
    calls = new Float64Array(slots);
    size = 0;
    for (let slot = 0; slot < oldCalls.length; slot++) {
      const call = oldCalls[slot]!;
      const at = slot * WORDS;
      if (call !== 0) put(call, oldHashes[at]!, oldHashes[at + 1]!, oldHashes[at + 2]!, oldHashes[at + 3]!);
    }
  };
  return {
    get size() {
      return size;
    },
    get: (hash) => {
      const call = calls[slotOf(word(hash, 0), word(hash, 4), word(hash, 8), word(hash, 12))];
      return call === 0 ? undefined : call;
    },
    set: (hash, call) => {
      // Kept half empty, so that a look-up meets few neighbours.
      if (size * 2 >= slots) grow();
      put(call, word(hash, 0), word(hash, 4), word(hash, 8), word(hash, 12));
    },
    clear: () => {
      calls.fill(0);
      size = 0;
    },
  };
};

/** Four bytes of a hash as one number. */
const word = (hash: KeyHash, at: number): number =>
  (hash.charCodeAt(at) << 24) |
  (hash.charCodeAt(at + 1) << 16) |
  (hash.charCodeAt(at + 2) << 8) |
  hash.charCodeAt(at + 3);
