/** A tiny line through some values: no axis, from the least to the most of them. */

export interface SparkBox {
  readonly width: number;
  readonly height: number;
  /** Kept free above and below, for the width of the line. */
  readonly margin: number;
  /** Ratios move within little: the line spans so much at least, wherever that is. Absent: amounts, which grow from 0. */
  readonly leastSpan?: number;
}

/** Points of the line, `[x, y]`; those that are not known are left out. */
export const sparkPoints = (
  values: readonly (number | null)[],
  { width, height, margin, leastSpan }: SparkBox,
): readonly (readonly [number, number])[] => {
  const known = values.filter((value) => value !== null);
  const most = known.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const lowest = known.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  // Amounts grow from nothing: a line that starts at the least of them makes a ripple look like a storm.
  const least = leastSpan === undefined ? Math.min(0, lowest) : Math.min(lowest, most - leastSpan);
  const span = most - least || 1;
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values.flatMap((value, at) =>
    value === null
      ? []
      : [[at * step, height - margin - ((value - least) / span) * (height - 2 * margin)] as const],
  );
};

export const pathThrough = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');
