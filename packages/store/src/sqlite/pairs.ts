/** Values by two whole numbers, drained in their order so that writes walk the tables forwards. */
export const createPairs = <T>(empty: () => T) => {
  const rows = new Map<number, Map<number, T>>();
  // Neighbouring calls are mostly summed in the same place.
  let last: { readonly first: number; readonly second: number; readonly value: T } | undefined;
  return {
    at: (first: number, second: number): T => {
      if (last !== undefined && last.first === first && last.second === second) return last.value;
      let row = rows.get(first);
      if (row === undefined) {
        row = new Map();
        rows.set(first, row);
      }
      let value = row.get(second);
      if (value === undefined) {
        value = empty();
        row.set(second, value);
      }
      last = { first, second, value };
      return value;
    },
    firsts: (): readonly number[] => [...rows.keys()],
    drain: (use: (first: number, second: number, value: T) => void): void => {
      for (const [first, row] of [...rows].sort(byNumber)) {
        for (const [second, value] of [...row].sort(byNumber)) use(first, second, value);
      }
      rows.clear();
      last = undefined;
    },
  };
};

const byNumber = (a: readonly [number, unknown], b: readonly [number, unknown]): number => a[0] - b[0];
