const FIRST_LENGTH = 1_024;

/** A column of numbers in memory that grows by doubling: no object a row. Whole numbers below 2^32 take half the space. */
export interface GrowingColumn {
  /** As long as the largest place that was set, or longer; places not set are 0. Fetch it after setting. */
  readonly values: Uint32Array | Float64Array;
  set(place: number, value: number): void;
}

export const growingColumn = (kind: typeof Uint32Array | typeof Float64Array): GrowingColumn => {
  let values = new kind(FIRST_LENGTH);
  return {
    get values() {
      return values;
    },
    set: (place, value) => {
      if (place >= values.length) {
        const wider = new kind(Math.max(values.length * 2, place + 1));
        wider.set(values);
        values = wider;
      }
      values[place] = value;
    },
  };
};
