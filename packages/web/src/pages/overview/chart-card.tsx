import { type Dimension, type Interval, PLAIN_DIMENSIONS } from '@meterline/core';
import { useRef } from 'react';
import { useAnswer } from '../../data/use-answer.ts';
import { useStatus } from '../../data/use-status.ts';
import { dimensionName } from '../../format/name.ts';
import { AnswerOf, isStale } from '../../parts/answer.tsx';
import { Button } from '../../parts/button.tsx';
import { Card } from '../../parts/card.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Segmented } from '../../parts/segmented.tsx';
import { Select } from '../../parts/select.tsx';
import { SeriesChart } from '../../parts/series-chart.tsx';
import { TableActions } from '../../parts/table-actions.tsx';
import { ChartSkeleton } from '../../parts/time-chart/chart-skeleton.tsx';
import { useOwnParam } from '../../state/use-own-param.ts';
import { useView } from '../../state/use-view.ts';
import { commandOf } from '../../state/view.ts';
import { zoomedOut } from '../../state/zoom.ts';
import { daysAsked, fittingIntervals } from './interval-choice.ts';
import './chart-card.css';

const METRIC_TITLES = {
  cost: 'Cost over time',
  tokens: 'Tokens over time',
  calls: 'Calls over time',
} as const;
const INTERVAL_TEXTS = { hour: 'Hour', day: 'Day', week: 'Week', month: 'Month' } as const;

/** The measure of the page over time, stacked by whatever one wants to know. */
export const ChartCard = () => {
  const { view, question } = useView();
  const { intervals, interval } = useIntervals();
  const { by, metric, compare } = view;
  const asked = { ...question, ...(interval === undefined ? {} : { interval }) };
  const answer = useAnswer('/series', {
    ...asked,
    by,
    orderBy: metric,
    compare: compare ? 'previous' : 'none',
  });
  const [shown, setShown] = useOwnParam('chart');
  const asTable = shown === 'table';
  // While others come, the groups on screen are still those of the dimension before.
  const dimension = useRef(by);
  if (!answer.isPlaceholderData) dimension.current = by;
  return (
    <Card
      className="chart-card"
      title={METRIC_TITLES[metric]}
      stale={isStale(answer)}
      note={<DimensionChoice />}
      actions={
        <>
          <ZoomOut />
          <IntervalChoice intervals={intervals} interval={interval} />
          <Button
            look="plain"
            small
            aria-pressed={asTable}
            title="The same figures in rows"
            onClick={() => setShown(asTable ? null : 'table', { replace: true })}
          >
            <Icon name={asTable ? 'chart' : 'table'} />
            <span className="action-word">{asTable ? 'Chart' : 'Table'}</span>
          </Button>
          <TableActions
            csv={{ path: '/usage.csv', query: { ...asked, by, interval: interval ?? answer.data?.interval } }}
            command={commandOf('costs', view, [
              `--by ${by}`,
              `--interval ${interval ?? answer.data?.interval ?? 'day'}`,
            ])}
          />
        </>
      }
    >
      <AnswerOf result={answer} placeholder={<ChartSkeleton />}>
        {(series) => (
          <SeriesChart series={series} dimension={dimension.current} metric={metric} asTable={asTable} />
        )}
      </AnswerOf>
    </Card>
  );
};

/** The intervals that suit the range, and the one of the address if it is among them. */
const useIntervals = (): {
  readonly intervals: readonly Interval[];
  readonly interval: Interval | undefined;
} => {
  const { view } = useView();
  const { data } = useStatus();
  const known = { firstAt: data?.ledger?.firstAt ?? null, now: data?.now ?? 0 };
  const intervals = fittingIntervals(daysAsked(view, known));
  const isFitting = view.interval !== undefined && intervals.includes(view.interval);
  return { intervals, interval: isFitting ? view.interval : undefined };
};

const DimensionChoice = () => {
  const { view, change } = useView();
  const dimensions: readonly Dimension[] = (PLAIN_DIMENSIONS as readonly Dimension[]).includes(view.by)
    ? PLAIN_DIMENSIONS
    : [...PLAIN_DIMENSIONS, view.by];
  return (
    <Select
      label="by"
      options={dimensions.map((value) => ({ value, text: dimensionName(value) }))}
      value={view.by}
      onChange={(by) => change({ by })}
    />
  );
};

const IntervalChoice = ({
  intervals,
  interval,
}: {
  readonly intervals: readonly Interval[];
  readonly interval: Interval | undefined;
}) => {
  const { change } = useView();
  if (intervals.length < 2) return null;
  const options = [
    { value: 'auto' as const, text: 'Auto', title: 'What suits the range' },
    ...intervals.map((value) => ({ value, text: INTERVAL_TEXTS[value] })),
  ];
  return (
    <Segmented
      label="Interval"
      options={options}
      value={interval ?? 'auto'}
      onChange={(chosen) => change({ interval: chosen === 'auto' ? undefined : chosen })}
    />
  );
};

const ZoomOut = () => {
  const { view, change } = useView();
  const back = zoomedOut(view);
  if (back === undefined) return null;
  return (
    <Button
      small
      title="Back to where you marked a part (double-click on the chart)"
      onClick={() => change(back)}
    >
      <Icon name="zoomOut" />
      Zoom out
    </Button>
  );
};
