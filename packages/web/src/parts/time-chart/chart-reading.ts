import { changeOf, changeText } from '../../format/change.ts';
import { bucketName, labelOf } from './bucket-name.ts';
import type { Buckets } from './bucket-range.ts';
import { type ChartGroup, type ChartPrevious, valueIn } from './chart-group.ts';

/** What one bucket of a chart says, in words. */
export interface Tooltip {
  readonly when: string;
  /** The bucket does not hold all of its time. */
  readonly isUnfinished: boolean;
  readonly rows: readonly {
    readonly key: string;
    readonly name: string;
    readonly colour: string;
    readonly text: string;
  }[];
  readonly total: string | undefined;
  readonly previous:
    | { readonly when: string; readonly text: string; readonly change: number | undefined }
    | undefined;
}

export interface ReadFrom {
  readonly buckets: Buckets;
  readonly groups: readonly ChartGroup[];
  /** Of all groups; absent where they do not add up. */
  readonly total: Pick<ChartGroup, 'values' | 'unknown' | 'atLeast'> | undefined;
  readonly previous: ChartPrevious | undefined;
  readonly text: (value: number) => string;
}

export const readingAt = (from: ReadFrom, bucket: number): Tooltip => {
  const { buckets, groups, total, text } = from;
  return {
    when: bucketName(buckets.labels[bucket] ?? '', buckets.interval),
    isUnfinished: buckets.unfinished && bucket === buckets.starts.length - 1,
    rows: groups
      .filter(({ values }) => values[bucket] !== 0 && values[bucket] !== undefined)
      .filter(({ values, unknown }) => values[bucket] !== null || unknown !== undefined)
      .map((group) => ({
        key: group.key,
        name: group.name,
        colour: group.colour,
        text: valueIn(group, bucket, text),
      })),
    total: total === undefined ? undefined : valueIn(total, bucket, text),
    previous: previousAt(from, bucket),
  };
};

const previousAt = ({ buckets, total, previous, text }: ReadFrom, bucket: number): Tooltip['previous'] => {
  const start = previous?.starts[bucket];
  const value = previous?.values[bucket];
  if (start === undefined || value === null || value === undefined) return undefined;
  const now = total?.values[bucket] ?? null;
  return {
    when: bucketName(
      labelOf(start, buckets.interval, buckets.zone),
      buckets.interval,
      buckets.labels[bucket],
    ),
    text: text(value),
    change: (now === null ? null : changeOf(now, value)) ?? undefined,
  };
};

/** The same to be heard: `Sun 22 Nov 2026, so far: total $12.30; opus $10.00, haiku $2.30; before, Fri 23 Oct 2026: $9.00`. */
export const spokenReading = ({ when, isUnfinished, rows, total, previous }: Tooltip): string => {
  const parts = [
    ...(total === undefined ? [] : [`total ${total}`]),
    ...(rows.length === 0 ? [] : [rows.map(({ name, text }) => `${name} ${text}`).join(', ')]),
    ...(previous === undefined
      ? []
      : [
          `before, ${previous.when}: ${previous.text}${previous.change === undefined ? '' : ` (${changeText(previous.change)})`}`,
        ]),
  ];
  return `${when}${isUnfinished ? ', so far' : ''}: ${parts.length === 0 ? 'nothing' : parts.join('; ')}`;
};
