import type { GetAnswer } from '@meterline/api/client';
import type { Metric } from '../state/view.ts';
import type { ChartGroup } from './time-chart/chart-group.ts';

export type Measures = GetAnswer<'/series'>['total'];

/** The values of one measure, a bucket each. */
export const valuesOf = (measures: Measures, metric: Metric): readonly number[] =>
  metric === 'cost' ? measures.listNanoUsd : metric === 'tokens' ? measures.tokens : measures.calls;

/** Where no call of a bucket has a price its cost is not known; where some have none it is a lower bound. */
export const knownValues = (
  measures: Measures,
  metric: Metric,
): Pick<ChartGroup, 'values' | 'unknown' | 'atLeast'> => {
  const values = valuesOf(measures, metric);
  if (metric !== 'cost' || !measures.unpricedCalls.some((calls) => calls > 0)) return { values };
  const { unpricedCalls, calls } = measures;
  return {
    values: values.map((value, bucket) =>
      unpricedCalls[bucket]! > 0 && unpricedCalls[bucket]! >= calls[bucket]! ? null : value,
    ),
    unknown: 'not priced',
    atLeast: unpricedCalls.map((count) => count > 0),
  };
};
