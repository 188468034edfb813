import { type MouseEvent, useId, useRef, useState } from 'react';
import { type Buckets, canZoom } from './time-chart/bucket-range.ts';
import { Dots, Ground, Hatch } from './time-chart/chart-ground.tsx';
import type { ChartGroup, ChartPrevious } from './time-chart/chart-group.ts';
import { ChartLegend } from './time-chart/chart-legend.tsx';
import { BarMarks, GhostMark, LineMarks } from './time-chart/chart-marks.tsx';
import { type ReadFrom, readingAt, spokenReading } from './time-chart/chart-reading.ts';
import type { ChartScale } from './time-chart/chart-scale.ts';
import { CHART_HEIGHT } from './time-chart/chart-skeleton.tsx';
import { ChartTable } from './time-chart/chart-table.tsx';
import { ChartTooltip } from './time-chart/chart-tooltip.tsx';
import { bucketAt, groupAt, middleOf } from './time-chart/stacked-bars.ts';
import { useChartCursor } from './time-chart/use-chart-cursor.ts';
import { TOP_SPACE, usePlot } from './time-chart/use-plot.ts';
import { useWidth } from './time-chart/use-width.ts';
import './time-chart.css';

export interface TimeChartProps {
  /** What it shows, for those who listen. */
  readonly label: string;
  /** `bars` are stacked from 0 up; `lines` stand beside each other. */
  readonly kind: 'bars' | 'lines';
  readonly buckets: Buckets;
  /** From the bottom up. */
  readonly groups: readonly ChartGroup[];
  /** Of all groups; absent where they do not add up. */
  readonly total?: Pick<ChartGroup, 'values' | 'unknown' | 'atLeast'> | undefined;
  readonly previous?: ChartPrevious | undefined;
  readonly scale: ChartScale;
  /** Buckets were marked, both included: by dragging, or by Shift, arrows and Enter. */
  readonly onZoom?: ((first: number, last: number) => void) | undefined;
  /** Double-clicked beside the bars: back to where it was. */
  readonly onZoomOut?: (() => void) | undefined;
  /** The figures in rows instead. */
  readonly asTable?: boolean;
  /** Default true. */
  readonly legend?: boolean;
  readonly height?: number;
}

/** Values over time: bars stacked from 0, or lines; with a cursor, marking to zoom, the period before, and a twin table. */
export const TimeChart = (props: TimeChartProps) => {
  const { label, buckets, groups, total, previous, scale, asTable = false, legend = true } = props;
  const [looked, setLooked] = useState<string>();
  const from: ReadFrom = { buckets, groups, total, previous, text: scale.text };
  return (
    <figure className="time-chart">
      {asTable ? (
        <ChartTable label={label} from={from} />
      ) : (
        <Drawing {...props} from={from} looked={looked} />
      )}
      {legend && !asTable && (
        <ChartLegend groups={groups} onLook={setLooked} hasPrevious={previous !== undefined} />
      )}
    </figure>
  );
};

interface DrawingProps extends TimeChartProps {
  readonly from: ReadFrom;
  readonly looked: string | undefined;
}

/** The picture, and what points at it. */
const Drawing = (props: DrawingProps) => {
  const { label, kind, buckets, groups, previous, scale, onZoom, onZoomOut, from, looked } = props;
  const { height = CHART_HEIGHT } = props;
  const element = useRef<HTMLDivElement>(null);
  const width = useWidth(element);
  const count = buckets.starts.length;
  const { plot, stack, ticks, tick, left } = usePlot({
    kind,
    groups,
    previous,
    scale,
    buckets: count,
    width,
    height,
  });
  const bucketOf = (event: MouseEvent<HTMLElement>): number => bucketAt(plot, placeOf(event, left).x);
  const pickedAt = (event: MouseEvent<HTMLElement>): ChartGroup['onPick'] => {
    const { x, y } = placeOf(event, left);
    return kind === 'bars' ? groups[groupAt(plot, stack, x, y) ?? -1]?.onPick : undefined;
  };
  const zoom =
    onZoom && ((first: number, last: number) => canZoom(buckets, first, last) && onZoom(first, last));
  const onClick = (event: MouseEvent<HTMLElement>): void => pickedAt(event)?.(event.shiftKey || event.altKey);
  const { at, marked, handlers } = useChartCursor(count, bucketOf, { onChoose: zoom, onClick });
  const reading = at === undefined ? undefined : readingAt(from, at);
  const hatch = useId();
  return (
    <div className="time-chart-drawing" ref={element} style={{ height }}>
      <div
        className="time-chart-pointed"
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={1}
        aria-valuemax={Math.max(1, count)}
        aria-valuenow={(at ?? count - 1) + 1}
        aria-valuetext={count === 0 ? 'nothing' : spokenReading(reading ?? readingAt(from, count - 1))}
        onDoubleClick={(event) => pickedAt(event) === undefined && onZoomOut?.()}
        {...handlers}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <Hatch id={hatch} />
            <g transform={`translate(${left} ${TOP_SPACE})`}>
              <Ground plot={plot} buckets={buckets} ticks={ticks} tick={tick} at={at} marked={marked} />
              {kind === 'bars' ? (
                <BarMarks {...{ plot, groups, stack, looked, hatch }} unfinished={buckets.unfinished} />
              ) : (
                <LineMarks {...{ plot, groups, looked }} unfinished={buckets.unfinished} />
              )}
              {previous !== undefined && <GhostMark plot={plot} previous={previous} />}
              {kind === 'lines' && at !== undefined && <Dots plot={plot} groups={groups} at={at} />}
            </g>
          </svg>
        )}
      </div>
      {reading !== undefined && at !== undefined && (
        <ChartTooltip reading={reading} x={left + middleOf(plot, at)} width={width} />
      )}
    </div>
  );
};

/** Where in the plot something happened. */
const placeOf = (
  { clientX, clientY, currentTarget }: MouseEvent<HTMLElement>,
  left: number,
): { readonly x: number; readonly y: number } => {
  const box = currentTarget.getBoundingClientRect();
  return { x: clientX - box.left - left, y: clientY - box.top - TOP_SPACE };
};
