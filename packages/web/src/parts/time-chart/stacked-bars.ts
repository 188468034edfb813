/** Bars of several groups on one another, as paths of SVG: one a group, however many buckets there are. */

/** A value for each bucket; null where it is not known. */
export type Values = readonly (number | null)[];

export interface Plot {
  readonly width: number;
  readonly height: number;
  /** Value at the top; at the bottom is 0. */
  readonly top: number;
  /** Number of buckets. */
  readonly buckets: number;
}

/** Where the groups of one bucket begin and end, from the bottom: `[from, to)` of each. */
export type Stack = readonly (readonly (readonly [number, number])[])[];

/** For each group its pairs of lower and upper value, bucket by bucket. What is not known takes no place. */
export const stacked = (groups: readonly Values[], buckets: number): Stack => {
  const reached = new Array<number>(buckets).fill(0);
  return groups.map((values) =>
    reached.map((low, bucket) => {
      const high = low + Math.max(0, values[bucket] ?? 0);
      reached[bucket] = high;
      return [low, high] as const;
    }),
  );
};

/** The highest of all stacks. */
export const stackTop = (stack: Stack): number =>
  (stack.at(-1) ?? []).reduce((most, [, high]) => Math.max(most, high), 0);

/** Below this a gap would be more than the bar. */
const NARROWEST_WITH_GAP = 3;
const GAP_SHARE = 0.26;
const WIDEST_GAP = 14;
const WIDEST_BAR = 56;

/** Left edge and width of the bar in a bucket. */
export const barIn = ({ width, buckets }: Plot, bucket: number): readonly [x: number, width: number] => {
  const band = width / Math.max(1, buckets);
  const gap = band < NARROWEST_WITH_GAP ? 0 : Math.min(band * GAP_SHARE, WIDEST_GAP);
  const bar = Math.min(band - gap, WIDEST_BAR);
  return [bucket * band + (band - bar) / 2, bar];
};

/** Middle of a bucket. */
export const middleOf = ({ width, buckets }: Plot, bucket: number): number =>
  ((bucket + 0.5) * width) / Math.max(1, buckets);

/** The bucket at a distance from the left edge. */
export const bucketAt = ({ width, buckets }: Pick<Plot, 'width' | 'buckets'>, x: number): number =>
  Math.max(0, Math.min(buckets - 1, Math.floor((x / width) * buckets)));

export const yOf = ({ height, top }: Plot, value: number): number => height - (value / top) * height;

/** The number of the group whose bar is at a place of the plot; undefined where there is none. */
export const groupAt = (plot: Plot, stack: Stack, x: number, y: number): number | undefined => {
  const bucket = bucketAt(plot, x);
  const [left, width] = barIn(plot, bucket);
  if (x < left || x > left + width) return undefined;
  const value = ((plot.height - y) / plot.height) * plot.top;
  const at = stack.findIndex((spans) => {
    const [low, high] = spans[bucket] ?? [0, 0];
    return value >= low && value < high;
  });
  return at === -1 ? undefined : at;
};

/** A line of the ground between two groups, where there is place for it. */
const SEAM = 1;
const THINNEST_WITH_SEAM = 3;

/** The bars of one group in some buckets. Nothing is drawn where it has nothing. */
export const barsPath = (plot: Plot, spans: Stack[number], from = 0, to = spans.length): string => {
  let path = '';
  for (let bucket = from; bucket < to; bucket += 1) {
    const [low, high] = spans[bucket] ?? [0, 0];
    if (high <= low) continue;
    const [x, width] = barIn(plot, bucket);
    const upper = yOf(plot, high);
    const whole = yOf(plot, low) - upper;
    const height = low > 0 && whole >= THINNEST_WITH_SEAM ? whole - SEAM : whole;
    path += `M${round(x)} ${round(upper)}h${round(width)}v${round(height)}h${round(-width)}z`;
  }
  return path;
};

/** A line through the middles of the buckets; broken where a value is not known. */
export const linePath = (plot: Plot, values: Values): string => {
  let path = '';
  let isDrawing = false;
  values.slice(0, plot.buckets).forEach((value, bucket) => {
    if (value === null) {
      isDrawing = false;
      return;
    }
    path += `${isDrawing ? 'L' : 'M'}${round(middleOf(plot, bucket))} ${round(yOf(plot, value))}`;
    isDrawing = true;
  });
  return path;
};

/** A line through every value that is known, over the buckets between them where none is. */
export const bridgePath = (plot: Plot, values: Values): string =>
  values
    .slice(0, plot.buckets)
    .flatMap((value, bucket) =>
      value === null ? [] : [`${round(middleOf(plot, bucket))} ${round(yOf(plot, value))}`],
    )
    .map((point, at) => `${at === 0 ? 'M' : 'L'}${point}`)
    .join('');

/** Buckets whose value stands alone between unknown ones: a line shows nothing there, so a dot must. */
export const lonely = (values: Values): readonly number[] =>
  values.flatMap((value, bucket) =>
    value !== null && (values[bucket - 1] ?? null) === null && (values[bucket + 1] ?? null) === null
      ? [bucket]
      : [],
  );

const round = (value: number): number => Math.round(value * 100) / 100;
