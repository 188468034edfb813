import type { GetAnswer } from '@meterline/api/client';
import type { Interval } from '@meterline/core';
import { useMemo } from 'react';
import { OTHER_COLOUR } from '../../data/colours.ts';
import { useAnswer } from '../../data/use-answer.ts';
import { useColours } from '../../data/use-colours.ts';
import { percentText } from '../../format/count.ts';
import { valueName } from '../../format/name.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Card } from '../../parts/card.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { rangeOfBuckets } from '../../parts/time-chart/bucket-range.ts';
import type { ChartGroup } from '../../parts/time-chart/chart-group.ts';
import { shareScale } from '../../parts/time-chart/chart-scale.ts';
import { TimeChart } from '../../parts/time-chart.tsx';
import { Value } from '../../parts/value.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import type { View } from '../../state/view.ts';
import { zoomedOut, zoomedTo } from '../../state/zoom.ts';
import { hitRateOf, hitRates } from './hit-rates.ts';

type Series = GetAnswer<'/series'>;
type By = 'model' | 'project';

const BY = [
  { value: 'model', text: 'Model' },
  { value: 'project', text: 'Project' },
] as const;
const LINES = 6;

/** A line a day would be noise over so long a time: a hit rate moves with what was worked on. */
const LONG_PERIODS: ReadonlySet<string> = new Set(['90d', 'year']);

const intervalOf = ({ interval, period, from, to }: View): Interval | undefined =>
  interval ?? (from === undefined && to === undefined && LONG_PERIODS.has(period) ? 'week' : undefined);

/** Of what was sent, the part that came from a cache: bucket by bucket, for the models or projects that send most. */
export const HitRateCard = () => {
  const { view, question } = useView();
  const [param, setParam] = useOwnParam('lines');
  const by: By = param === 'project' ? 'project' : 'model';
  const interval = intervalOf(view);
  const answer = useAnswer('/series', {
    ...question,
    by,
    orderBy: 'tokens',
    top: LINES,
    ...(interval === undefined ? {} : { interval }),
  });
  return (
    <Card
      title="Hit rate over time"
      note={`by ${by}; those that send most`}
      stale={isStale(answer)}
      actions={
        <Segmented
          label="A line for each"
          options={BY}
          value={by}
          onChange={(next) => setParam(next === 'model' ? null : next)}
        />
      }
    >
      <AnswerOf result={answer} lines={1} height={260}>
        {(series) => <HitRateChart series={series} by={by} />}
      </AnswerOf>
    </Card>
  );
};

const HitRateChart = ({ series, by }: { readonly series: Series; readonly by: By }) => {
  const { view, change } = useView();
  const colours = useColours(by);
  const groups = useMemo(
    () => series.groups.filter(({ kind }) => kind === 'value').map((group) => lineOf(group, by, colours)),
    [series.groups, by, colours],
  );
  const { interval, starts, labels, unfinished, zone, range } = series;
  const buckets = { interval, starts, labels, unfinished, zone, end: range.to };
  const back = zoomedOut(view);
  return (
    <TimeChart
      label={`Cache hit rate by ${by} and ${interval}`}
      kind="lines"
      buckets={buckets}
      groups={groups}
      scale={shareScale}
      height={240}
      onZoom={(first, last) => change(zoomedTo(view, rangeOfBuckets(buckets, first, last)))}
      onZoomOut={back && (() => change(back))}
    />
  );
};

const lineOf = (
  { key, values }: Series['groups'][number],
  by: By,
  colours: (value: string | null) => string,
): ChartGroup => ({
  key: `value ${key ?? ''}`,
  name: valueName(by, key),
  colour: key === null ? OTHER_COLOUR : colours(key),
  values: hitRates(values),
  entry: <Value dimension={by} value={key} />,
  sum: percentText(hitRateOf(values)),
});
