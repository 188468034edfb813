/** Calls of one file come one after the other and take turns between few models and stop reasons. */
const NEIGHBOURS_MAX = 8;

/** The last few things that were looked up, for finding them again without building a key. */
export interface Neighbours<T> {
  readonly all: readonly T[];
  /** Takes the place of the oldest. */
  add(thing: T): void;
  forget(): void;
}

export const createNeighbours = <T>(): Neighbours<T> => {
  const all: T[] = [];
  let next = 0;
  return {
    all,
    add: (thing) => {
      all[next] = thing;
      next = (next + 1) % NEIGHBOURS_MAX;
    },
    forget: () => {
      all.length = 0;
      next = 0;
    },
  };
};
