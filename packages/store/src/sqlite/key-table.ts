import { CALL_WORD, ENTRY_WORDS } from './key-entries.ts';

/**
 * A map from hashes of keys to calls. It holds no objects: tens of thousands of entries that live for a whole import are
 * nothing that the garbage collector has to follow or copy.
 *
 *     entries   one a slot, found by the first word of the hash, then by going on to the next free one; a slot without a
 *               call is free, since calls count from 1
 */
export interface KeyTable {
  readonly size: number;
  /** The call of an entry's hash. */
  get(entry: Uint32Array): number | undefined;
  /** Takes one of a list of entries. */
  set(entries: Uint32Array, at: number): void;
  /** All entries, in no order. */
  entries(): Uint32Array;
  clear(): void;
}

const FIRST_SLOTS = 1_024;

export const createKeyTable = (): KeyTable => {
  let slots = FIRST_SLOTS;
  let table = new Uint32Array(slots * ENTRY_WORDS);
  let size = 0;
  /** Where an entry's hash is, or the free slot that it would take. */
  const placeOf = (entries: Uint32Array, at: number): number => {
    const [a, b, c, d] = [entries[at]!, entries[at + 1]!, entries[at + 2]!, entries[at + 3]!];
    let slot = a & (slots - 1);
    for (;;) {
      const place = slot * ENTRY_WORDS;
      if (table[place + CALL_WORD] === 0) return place;
      if (table[place] === a && table[place + 1] === b && table[place + 2] === c && table[place + 3] === d)
        return place;
      slot = (slot + 1) & (slots - 1);
    }
  };
  const set = (entries: Uint32Array, at: number): void => {
    // Kept a quarter empty, so that a look-up meets few neighbours.
    if (size * 4 >= slots * 3) grow();
    const place = placeOf(entries, at);
    if (table[place + CALL_WORD] === 0) size += 1;
    for (let word = 0; word < ENTRY_WORDS; word++) table[place + word] = entries[at + word]!;
  };
  const grow = (): void => {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * ENTRY_WORDS);
    size = 0;
    for (let at = 0; at < old.length; at += ENTRY_WORDS) if (old[at + CALL_WORD] !== 0) set(old, at);
  };
  return {
    get size() {
      return size;
    },
    get: (entry) => {
      const call = table[placeOf(entry, 0) + CALL_WORD]!;
      return call === 0 ? undefined : call;
    },
    set,
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
