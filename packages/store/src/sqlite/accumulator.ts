/** Adds up sums by interval and dimension values (ids of names), whatever table they come from. */
export interface Accumulator {
  /** The number of a group, made on its first sight. Its ids begin at `at`. */
  groupOf(cell: number, ids: ArrayLike<number>, at?: number): number;
  /** Sums by measure and then by group; grows with the groups, so fetch it after `groupOf`. */
  sumsOf(measure: number): Float64Array;
  /** Groups so far, numbered from 0. */
  readonly size: number;
  cellOf(group: number): number;
  /** Ids of names, by dimension. */
  idsOf(group: number): readonly number[];
  /** The id of one of its dimensions, for loops over many groups. */
  idAt(group: number, dimension: number): number;
}

const FIRST_CAPACITY = 256;

/**
 * For that many measures and dimensions. A question may meet a million combinations, over and over, so groups are found in
 * a table of numbers: it holds no objects, and a look-up makes none.
 *
 *     keys     cell and ids, group after group
 *     slots    one more than a group, found by the hash of its key, then by going on to the next; half of them empty
 */
export const createAccumulator = (measures: number, dimensions: number): Accumulator => {
  const width = dimensions + 1;
  let capacity = FIRST_CAPACITY;
  let keys = new Uint32Array(capacity * width);
  let slots = new Int32Array(capacity * 2);
  let columns = Array.from({ length: measures }, () => new Float64Array(capacity));
  let size = 0;
  const key: number[] = Array.from({ length: width }, () => 0);
  const isOfKey = (group: number): boolean => {
    const at = group * width;
    for (let i = 0; i < width; i++) if (keys[at + i] !== key[i]) return false;
    return true;
  };
  const grow = (): void => {
    capacity *= 2;
    keys = widened(keys, new Uint32Array(capacity * width));
    columns = columns.map((column) => widened(column, new Float64Array(capacity)));
    slots = new Int32Array(capacity * 2);
    for (let group = 0; group < size; group++) {
      let slot = slotOf(hashOf(keys, group * width, width), slots.length);
      while (slots[slot] !== 0) slot = slotOf(slot + 1, slots.length);
      slots[slot] = group + 1;
    }
  };
  return {
    groupOf: (cell, ids, at = 0) => {
      key[0] = cell;
      for (let i = 0; i < dimensions; i++) key[i + 1] = ids[at + i]!;
      let slot = slotOf(hashOf(key, 0, width), slots.length);
      for (; slots[slot] !== 0; slot = slotOf(slot + 1, slots.length)) {
        if (isOfKey(slots[slot]! - 1)) return slots[slot]! - 1;
      }
      slots[slot] = size + 1;
      keys.set(key, size * width);
      size += 1;
      if (size === capacity) grow();
      return size - 1;
    },
    sumsOf: (measure) => columns[measure]!,
    get size() {
      return size;
    },
    cellOf: (group) => keys[group * width]!,
    idAt: (group, dimension) => keys[group * width + 1 + dimension]!,
    idsOf: (group) => Array.from(keys.subarray(group * width + 1, (group + 1) * width)),
  };
};

/** Mixes whole numbers; what is next to each other comes far apart. */
const hashOf = (key: ArrayLike<number>, from: number, length: number): number => {
  let hash = 0;
  for (let i = from; i < from + length; i++) {
    hash = Math.imul(hash ^ key[i]!, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash;
};

/** `slots` is a power of two. */
const slotOf = (hash: number, slots: number): number => hash & (slots - 1);

const widened = <T extends Uint32Array | Float64Array>(from: T, to: T): T => {
  to.set(from);
  return to;
};
