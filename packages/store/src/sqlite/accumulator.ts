/** Adds up sums by interval and dimension values (ids of names), whatever table they come from. */
export interface Accumulator {
  /** The number of a group, made on its first sight. */
  groupOf(cell: number, ids: readonly number[]): number;
  /** Sums by measure and then by group; grows with the groups, so fetch it after `groupOf`. */
  sumsOf(measure: number): Float64Array;
  readonly groups: readonly Group[];
}

export interface Group {
  readonly cell: number;
  /** Ids of names, by dimension. */
  readonly ids: readonly number[];
}

const FIRST_CAPACITY = 256;

/** From the cell through one dimension after the other to the number of a group. */
type Branch = Map<number, Branch | number>;

/** For that many measures. */
export const createAccumulator = (measures: number): Accumulator => {
  const groups: Group[] = [];
  const root: Branch = new Map();
  let columns = Array.from({ length: measures }, () => new Float64Array(FIRST_CAPACITY));
  const add = (group: Group): number => {
    groups.push(group);
    if (groups.length > columns[0]!.length) columns = columns.map(doubled);
    return groups.length - 1;
  };
  return {
    groupOf: (cell, ids) => {
      let branch = root;
      let step = cell;
      for (let i = 0; i < ids.length; i++) {
        let next = branch.get(step) as Branch | undefined;
        if (next === undefined) {
          next = new Map();
          branch.set(step, next);
        }
        branch = next;
        step = ids[i]!;
      }
      let group = branch.get(step) as number | undefined;
      if (group === undefined) {
        group = add({ cell, ids: [...ids] });
        branch.set(step, group);
      }
      return group;
    },
    sumsOf: (measure) => columns[measure]!,
    groups,
  };
};

const doubled = (column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
  const wider = new Float64Array(column.length * 2);
  wider.set(column);
  return wider;
};
