import { MEASURES } from '../totals/measures.ts';

/** Adds up sums by interval and dimension values (ids of names), whatever table they come from. */
export interface Accumulator {
  /** The number of a group, made on its first sight. */
  groupOf(cell: number, ids: readonly number[]): number;
  /** Sums by measure and then by group; grows with the groups, so fetch it after `groupOf`. */
  sumsOf(measure: number): Float64Array;
  groups(): readonly {
    readonly cell: number;
    readonly ids: readonly number[];
    readonly sums: readonly number[];
  }[];
}

/** Ids of names stay below this: pairs of group and id then fit a float's 53 bits. */
const IDS_MAX = 2 ** 27;
const FIRST_CAPACITY = 256;

export const createAccumulator = (): Accumulator => {
  const groups: { cell: number; ids: readonly number[] }[] = [];
  // A trie: from the cell through one dimension after the other, each step a map of (node, id) to the next node.
  const steps: Map<number, number>[] = [];
  const nodes: number[] = [];
  let columns = MEASURES.map(() => new Float64Array(FIRST_CAPACITY));
  const next = (level: number, node: number, id: number): number => {
    steps[level] ??= new Map();
    const key = node * IDS_MAX + id;
    let found = steps[level].get(key);
    if (found === undefined) {
      nodes[level] ??= 0;
      found = nodes[level]++;
      steps[level].set(key, found);
    }
    return found;
  };
  const makeRoom = (): void => {
    if (groups.length <= columns[0]!.length) return;
    columns = columns.map((column) => {
      const wider = new Float64Array(column.length * 2);
      wider.set(column);
      return wider;
    });
  };
  return {
    groupOf: (cell, ids) => {
      let node = next(0, 0, cell);
      for (let i = 0; i < ids.length; i++) node = next(i + 1, node, ids[i]!);
      if (node === groups.length) {
        groups.push({ cell, ids: [...ids] });
        makeRoom();
      }
      return node;
    },
    sumsOf: (measure) => columns[measure]!,
    groups: () => groups.map((group, i) => ({ ...group, sums: columns.map((column) => column[i]!) })),
  };
};
