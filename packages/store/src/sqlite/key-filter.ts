/**
 * Says of nearly every key that a run does not hold it that it does not, by one look into memory: a Bloom filter whose four
 * bits of a key lie in one word, so that a look-up meets one line of the processor's cache.
 *
 *     second word of the hash → which word      third word of the hash → which four of its bits
 */
export type KeyFilter = Uint32Array;

/** Two bytes a key: of 170 keys that a run does not hold one is taken for one that it may hold. */
const KEYS_OF_A_WORD = 2;

export const createFilter = (keys: number): KeyFilter =>
  new Uint32Array(Math.max(1, Math.ceil(keys / KEYS_OF_A_WORD)));

const wordOf = (filter: KeyFilter, second: number): number => Math.floor((second * filter.length) / 2 ** 32);

const bitsOf = (third: number): number =>
  (1 << (third & 31)) |
  (1 << ((third >>> 5) & 31)) |
  (1 << ((third >>> 10) & 31)) |
  (1 << ((third >>> 15) & 31));

/** Adds one of a list of entries. */
export const addToFilter = (filter: KeyFilter, entries: Uint32Array, at: number): void => {
  filter[wordOf(filter, entries[at + 1]!)]! |= bitsOf(entries[at + 2]!);
};

/** Whether the run may hold the key of an entry. */
export const mayHold = (filter: KeyFilter, entry: Uint32Array): boolean => {
  const bits = bitsOf(entry[2]!);
  return (filter[wordOf(filter, entry[1]!)]! & bits) === bits;
};
