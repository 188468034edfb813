import type { ReactNode } from 'react';
import type { Values } from './stacked-bars.ts';

/** One colour of a chart. */
export interface ChartGroup {
  readonly key: string;
  readonly name: string;
  readonly colour: string;
  /** A value for each bucket; null where it is not known, which is not 0. */
  readonly values: Values;
  /** What stands for null; default "not known". */
  readonly unknown?: string;
  /** Of some buckets the value is a lower bound. */
  readonly atLeast?: readonly boolean[];
  /** Its entry in the legend, such as a `<Value>` that filters; default its name. */
  readonly entry?: ReactNode;
  /** Its bar was clicked; with Shift or Alt `isNot`. */
  readonly onPick?: (isNot: boolean) => void;
  /** What it comes to in all, for the legend. */
  readonly sum?: ReactNode;
}

/** The period before, drawn as a dashed line. */
export interface ChartPrevious {
  readonly values: Values;
  /** UTC milliseconds at which its buckets start, in the order of the chart's own. */
  readonly starts: readonly number[];
}

const NOT_KNOWN = 'not known';

/** A value in words: `$12.30`, `≥ $12.30`, `not priced`. */
export const valueIn = (
  group: Pick<ChartGroup, 'values' | 'unknown' | 'atLeast'>,
  bucket: number,
  text: (value: number) => string,
): string => {
  const value = group.values[bucket];
  if (value === null || value === undefined) return group.unknown ?? NOT_KNOWN;
  return group.atLeast?.[bucket] === true ? `≥ ${text(value)}` : text(value);
};
