import type { KeyHash } from '../call/call-id.ts';
import { CALL_WORD, ENTRY_WORDS, hashWord } from './key-entries.ts';

/**
 * A map from hashes of keys to calls. It holds no objects: tens of thousands of entries that live for a whole import are
 * nothing that the garbage collector has to follow or copy.
 *
 *     entries   one a slot, found by the first word of the hash, then by going on to the next free one; a slot without a
 *               call is free, since calls count from 1
 */
export interface KeyTable {
  readonly size: number;
  get(hash: KeyHash): number | undefined;
  set(hash: KeyHash, call: number): void;
  /** The same for one of a list of entries. */
  setEntry(entries: Uint32Array, at: number): void;
  /** All entries, in no order. */
  entries(): Uint32Array;
  clear(): void;
}

const FIRST_SLOTS = 1_024;

export const createKeyTable = (): KeyTable => {
  let slots = FIRST_SLOTS;
  let table = new Uint32Array(slots * ENTRY_WORDS);
  let size = 0;
  /** Where an entry is, or the free slot that it would take. */
  const placeOf = (a: number, b: number, c: number, d: number): number => {
    let slot = a & (slots - 1);
    for (;;) {
      const at = slot * ENTRY_WORDS;
      if (table[at + CALL_WORD] === 0) return at;
      if (table[at] === a && table[at + 1] === b && table[at + 2] === c && table[at + 3] === d) return at;
      slot = (slot + 1) & (slots - 1);
    }
  };
  const put = (call: number, a: number, b: number, c: number, d: number): void => {
    // Kept half empty, so that a look-up meets few neighbours.
    if (size * 2 >= slots) grow();
    const at = placeOf(a, b, c, d);
    if (table[at + CALL_WORD] === 0) {
      size += 1;
      table[at] = a;
      table[at + 1] = b;
      table[at + 2] = c;
      table[at + 3] = d;
    }
    table[at + CALL_WORD] = call;
  };
  const setEntry = (entries: Uint32Array, at: number): void =>
    put(entries[at + CALL_WORD]!, entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!);
  const grow = (): void => {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * ENTRY_WORDS);
    size = 0;
    for (let at = 0; at < old.length; at += ENTRY_WORDS) if (old[at + CALL_WORD] !== 0) setEntry(old, at);
  };
  return {
    get size() {
      return size;
    },
    get: (hash) => {
      const at = placeOf(hashWord(hash, 0), hashWord(hash, 1), hashWord(hash, 2), hashWord(hash, 3));
      const call = table[at + CALL_WORD]!;
      return call === 0 ? undefined : call;
    },
    set: (hash, call) =>
      put(call, hashWord(hash, 0), hashWord(hash, 1), hashWord(hash, 2), hashWord(hash, 3)),
    setEntry,
    entries: () => {
      const entries = new Uint32Array(size * ENTRY_WORDS);
      let to = 0;
      for (let at = 0; at < table.length; at += ENTRY_WORDS) {
        if (table[at + CALL_WORD] === 0) continue;
        entries.set(table.subarray(at, at + ENTRY_WORDS), to);
        to += ENTRY_WORDS;
      }
      return entries;
    },
    clear: () => {
      table.fill(0);
      size = 0;
    },
  };
};
