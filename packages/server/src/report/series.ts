import {
  type Dimension,
  type Interval,
  ok,
  type Period,
  previousRange,
  type Result,
  subtractTotals,
  sumTotals,
  type UsageQuery,
  type UsageTotals,
} from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { boundsOfSelection } from './bounds.ts';
import { bucketStarts, intoBuckets, isUnfinished, suitingInterval } from './buckets.ts';
import type { BoundRange } from './comparison.ts';
import { type Measures, measuresOf } from './measures.ts';
import { onlyValues, type Selection, selectionOf } from './selection.ts';

/** What a stacked chart is asked for. */
export interface SeriesQuery extends Selection {
  /** What the range is called, where it has a name: decides which one comes before it. */
  readonly period: Period | undefined;
  /** Dimension of the groups; without it all calls are one. */
  readonly by?: Dimension | undefined;
  /** Default: what suits the range. */
  readonly interval?: Interval | undefined;
  /** Which groups are the top ones; default `cost`. */
  readonly orderBy?: UsageQuery['orderBy'] | undefined;
  /** Groups of their own; default 8. */
  readonly top?: number | undefined;
  /** Whether the period before is asked too. */
  readonly compare?: boolean | undefined;
}

/** Buckets of time, stacked. In every bucket the groups together are the total, exactly. */
export interface Series {
  readonly range: BoundRange;
  readonly interval: Interval;
  /** UTC milliseconds at which each bucket starts; the first may start before the range. */
  readonly starts: readonly number[];
  /** Whether the last bucket does not hold all of its time yet. */
  readonly unfinished: boolean;
  /** The largest first, `other` last. */
  readonly groups: readonly SeriesGroup[];
  readonly total: Measures;
  readonly totals: UsageTotals;
  /** The period before: its first bucket belongs to the first of `starts`, and so on. */
  readonly previous: PreviousSeries | undefined;
}

export interface SeriesGroup {
  /** `other`: everything past the top. */
  readonly kind: 'value' | 'other';
  /** Value of the dimension; null where it is not set, and for `other`. */
  readonly key: string | null;
  readonly values: Measures;
  readonly totals: UsageTotals;
}

export interface PreviousSeries {
  readonly range: BoundRange;
  readonly starts: readonly number[];
  readonly total: Measures;
  readonly totals: UsageTotals;
}

/** Past these the eye no longer tells colours apart. */
const DEFAULT_TOP = 8;

/** @returns A fault where the range has too many buckets of the interval that was asked for. */
export const series = async (ledger: Ledger, query: SeriesQuery, now: number): Promise<Result<Series>> => {
  const { zone } = query;
  const range = await boundsOfSelection(ledger, query, now);
  const interval = query.interval ?? suitingInterval(range);
  const starts = bucketStarts(range, interval, zone);
  if (!starts.ok) return starts;
  const stack = await stackOf(ledger, { ...query, ...range }, interval, starts.value);
  return ok({
    range,
    interval,
    starts: starts.value,
    unfinished: isUnfinished(starts.value, range, interval, zone, now),
    ...stack,
    previous: query.compare === true ? await previousSeries(ledger, query, interval) : undefined,
  });
};

type Stack = Pick<Series, 'groups' | 'total' | 'totals'>;

/** The total and its groups. The single buckets are asked of the top groups only: there may be 100,000 others. */
const stackOf = async (
  ledger: Ledger,
  query: SeriesQuery,
  interval: Interval,
  starts: readonly number[],
): Promise<Stack> => {
  const selection = selectionOf(query);
  const { by, orderBy = 'cost' } = query;
  if (by === undefined) return oneGroup(await totalSeries(ledger, selection, interval, starts));
  const limit = query.top ?? DEFAULT_TOP;
  const top = await ledger.usage({ ...selection, by: [by], orderBy, limit });
  const keys = top.rows.map(({ key }) => key[by] ?? null);
  const where = top.omittedRows === 0 ? selection.where : onlyValues(selection.where, by, keys);
  const { rows } = await ledger.usage({ ...selection, where, by: [by], interval });
  const byKey = Map.groupBy(rows, ({ key }) => key[by] ?? null);
  // Summed up again: while calls are being recorded, two answers are of two moments.
  const groups = keys.map((key) => {
    const buckets = intoBuckets(byKey.get(key) ?? [], starts);
    return { key, buckets, totals: sumTotals(buckets) };
  });
  const named = groups.map(
    ({ key, buckets, totals }): SeriesGroup => ({ kind: 'value', key, values: measuresOf(buckets), totals }),
  );
  if (top.omittedRows === 0) {
    const total = starts.map((_, at) => sumTotals(groups.map(({ buckets }) => buckets[at]!)));
    return { groups: named, total: measuresOf(total), totals: sumTotals(total) };
  }
  const whole = await totalSeries(ledger, selection, interval, starts);
  return {
    groups: [...named, otherOf(whole, groups)],
    total: measuresOf(whole.buckets),
    totals: whole.totals,
  };
};

interface Bucketed {
  readonly buckets: readonly UsageTotals[];
  readonly totals: UsageTotals;
}

const oneGroup = ({ buckets, totals }: Bucketed): Stack => {
  const total = measuresOf(buckets);
  return { groups: [{ kind: 'value', key: null, values: total, totals }], total, totals };
};

/** What the groups leave of the whole. */
const otherOf = (whole: Bucketed, groups: readonly Bucketed[]): SeriesGroup => ({
  kind: 'other',
  key: null,
  values: measuresOf(
    whole.buckets.map((bucket, at) =>
      groups.reduce((left, { buckets }) => subtractTotals(left, buckets[at]!), bucket),
    ),
  ),
  totals: groups.reduce((left, { totals }) => subtractTotals(left, totals), whole.totals),
});

const totalSeries = async (
  ledger: Ledger,
  selection: Selection,
  interval: Interval,
  starts: readonly number[],
): Promise<Bucketed> => {
  const { rows, totals } = await ledger.usage({ ...selection, by: [], interval });
  return { buckets: intoBuckets(rows, starts), totals };
};

const previousSeries = async (
  ledger: Ledger,
  query: SeriesQuery,
  interval: Interval,
): Promise<PreviousSeries | undefined> => {
  const range = previousRange(query, query.period, query.zone);
  if (range === undefined) return undefined;
  const starts = bucketStarts(range, interval, query.zone);
  if (!starts.ok) return undefined;
  const { zone, where } = query;
  const { buckets, totals } = await totalSeries(ledger, { zone, where, ...range }, interval, starts.value);
  return { range, starts: starts.value, total: measuresOf(buckets), totals };
};
