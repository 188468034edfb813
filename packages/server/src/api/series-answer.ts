import { type Dimension, formatInterval, type Interval, type UsageQuery } from '@meterline/core';
import { series } from '../report/index.ts';
import type { Question } from './question.ts';
import { valueOrThrow } from './value-or-throw.ts';

interface AskedSeries {
  readonly by?: Dimension | undefined;
  readonly interval?: Interval | undefined;
  readonly orderBy?: UsageQuery['orderBy'] | undefined;
  readonly compare?: 'previous' | 'none' | undefined;
  readonly top?: number | undefined;
}

/** What a stacked chart draws, its buckets in words of the zone. */
export const seriesAnswer = async (
  { meterline, scope, range, now, zone, answered }: Question,
  { by, interval, orderBy, compare, top }: AskedSeries,
) => {
  const query = { ...scope, period: range.period, by, interval, orderBy, top };
  const found = valueOrThrow(
    await series(meterline.ledger, { ...query, compare: compare === 'previous' }, now),
  );
  const { previous } = found;
  return {
    ...answered,
    range: { ...found.range, period: range.period ?? null },
    previousRange: previous?.range ?? null,
    interval: found.interval,
    starts: found.starts,
    labels: found.starts.map((start) => formatInterval(start, found.interval, zone)),
    unfinished: found.unfinished,
    groups: found.groups,
    total: found.total,
    totals: found.totals,
    previous: previous?.total ?? null,
    previousStarts: previous?.starts ?? null,
    previousTotals: previous?.totals ?? null,
  };
};
