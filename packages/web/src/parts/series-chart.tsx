import type { GetAnswer } from '@meterline/api/client';
import type { Dimension, Filter } from '@meterline/core';
import { useMemo } from 'react';
import { distinctColours, OTHER_COLOUR } from '../data/colours.ts';
import { useColours } from '../data/use-colours.ts';
import { useCurrency } from '../data/use-money.ts';
import { plural } from '../format/count.ts';
import { type Currency, shortMoney } from '../format/money.ts';
import { dimensionName, valueName } from '../format/name.ts';
import { useView } from '../state/use-view.ts';
import type { Metric } from '../state/view.ts';
import { zoomedOut, zoomedTo } from '../state/zoom.ts';
import { knownValues, valuesOf } from './series-values.ts';
import { rangeOfBuckets } from './time-chart/bucket-range.ts';
import type { ChartGroup } from './time-chart/chart-group.ts';
import { type ChartScale, metricScale } from './time-chart/chart-scale.ts';
import { TimeChart } from './time-chart.tsx';
import { Value } from './value.tsx';

export type Series = GetAnswer<'/series'>;
type Group = Series['groups'][number];

const METRIC_NAMES: Readonly<Record<Metric, string>> = { cost: 'Cost', tokens: 'Tokens', calls: 'Calls' };

/** An answer of `/series` as stacked bars. Marking a part of it shows that part of the time on the whole page. */
export const SeriesChart = ({
  series,
  dimension,
  metric,
  asTable = false,
  height,
}: {
  readonly series: Series;
  /** What its groups are values of. */
  readonly dimension: Dimension;
  readonly metric: Metric;
  readonly asTable?: boolean;
  readonly height?: number;
}) => {
  const { view, change, filter } = useView();
  const colours = useColours(dimension);
  const currency = useCurrency();
  const scale = useMemo(() => metricScale(metric, currency), [metric, currency]);
  const groups = useMemo(
    () => chartGroups(series.groups, { dimension, metric, scale, currency, colours, filter }),
    [series.groups, dimension, metric, scale, currency, colours, filter],
  );
  const { interval, starts, labels, unfinished, zone, range } = series;
  const { previous, previousStarts, previousTotals } = series;
  const buckets = { interval, starts, labels, unfinished, zone, end: range.to };
  const back = zoomedOut(view);
  return (
    <TimeChart
      label={`${METRIC_NAMES[metric]} by ${dimensionName(dimension).toLowerCase()} and ${interval}`}
      kind="bars"
      buckets={buckets}
      groups={groups}
      total={knownValues(series.total, metric)}
      previous={
        previous === null || previousStarts === null || previousTotals?.calls === 0
          ? undefined
          : { values: valuesOf(previous, metric), starts: previousStarts }
      }
      scale={scale}
      onZoom={(first, last) => change(zoomedTo(view, rangeOfBuckets(buckets, first, last)))}
      onZoomOut={back && (() => change(back))}
      asTable={asTable}
      {...(height === undefined ? {} : { height })}
    />
  );
};

interface Drawn {
  readonly dimension: Dimension;
  readonly metric: Metric;
  readonly scale: ChartScale;
  readonly currency: Currency;
  readonly colours: (value: string | null) => string;
  readonly filter: (filter: Filter) => void;
}

const chartGroups = (groups: readonly Group[], drawn: Drawn): readonly ChartGroup[] => {
  const wished = groups.map(({ kind, key }) => (kind === 'other' ? OTHER_COLOUR : drawn.colours(key)));
  const colours = distinctColours(wished);
  return groups.map((group, at) => chartGroup(group, colours[at] ?? OTHER_COLOUR, drawn));
};

const chartGroup = (group: Group, colour: string, drawn: Drawn): ChartGroup => {
  const { dimension, metric, filter } = drawn;
  const { kind, key, totals } = group;
  const isOther = kind === 'other';
  const measured = knownValues(group.values, metric);
  return {
    ...measured,
    // A value may be called as the rest is.
    key: isOther ? 'other' : `value ${key ?? ''}`,
    name: isOther ? 'Other' : valueName(dimension, key),
    colour,
    ...(isOther
      ? {}
      : {
          entry: <Value dimension={dimension} value={key} />,
          onPick: (isNot: boolean) => filter({ dimension, op: isNot ? '!=' : '=', value: key }),
        }),
    sum: sumOf(totals, drawn),
  };
};

const sumOf = ({ calls, tokens, cost }: Group['totals'], { metric, scale, currency }: Drawn) => {
  if (metric === 'calls') return scale.text(calls);
  if (metric === 'tokens') return scale.text(tokens.total);
  const money = shortMoney(cost.listNanoUsd, currency);
  if (cost.unpricedCalls === 0) return money;
  const isAll = cost.unpricedCalls >= calls;
  return (
    <span title={`${plural(cost.unpricedCalls, 'call')} without a known price`}>
      {isAll ? 'not priced' : `≥ ${money}`}
    </span>
  );
};
