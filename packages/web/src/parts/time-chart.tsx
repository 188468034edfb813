import { type PointerEvent, useId, useMemo, useRef, useState } from 'react';
import { type Buckets, canZoom } from './time-chart/bucket-range.ts';
import { bucketTicks } from './time-chart/bucket-ticks.ts';
import type { ChartGroup, ChartPrevious } from './time-chart/chart-group.ts';
import { ChartLegend } from './time-chart/chart-legend.tsx';
import { BarMarks, GhostMark, LineMarks } from './time-chart/chart-marks.tsx';
import { type ReadFrom, readingAt, spokenReading } from './time-chart/chart-reading.ts';
import type { ChartScale } from './time-chart/chart-scale.ts';
import { ChartTable } from './time-chart/chart-table.tsx';
import { ChartTooltip } from './time-chart/chart-tooltip.tsx';
import { bucketAt, middleOf, type Plot, stacked, stackTop, yOf } from './time-chart/stacked-bars.ts';
import { useChartCursor } from './time-chart/use-chart-cursor.ts';
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
  /** Double-clicked: back to where it was. */
  readonly onZoomOut?: (() => void) | undefined;
  /** The figures in rows instead. */
  readonly asTable?: boolean;
  /** Default true. */
  readonly legend?: boolean;
  readonly height?: number;
}

export const CHART_HEIGHT = 280;
const AXIS_HEIGHT = 24;
const TOP_SPACE = 8;
/** Of one digit on an axis, about. */
const DIGIT_WIDTH = 7;
const TICK_WIDTH = 58;
const LINE_EVERY = 62;

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

const Drawing = (props: DrawingProps) => {
  const { label, kind, buckets, groups, previous, scale, onZoom, onZoomOut, from, looked } = props;
  const { height = CHART_HEIGHT } = props;
  const element = useRef<HTMLDivElement>(null);
  const width = useWidth(element);
  const count = buckets.starts.length;
  const stack = useMemo(
    () =>
      stacked(
        groups.map(({ values }) => values),
        count,
      ),
    [groups, count],
  );
  const plotHeight = height - AXIS_HEIGHT - TOP_SPACE;
  const ticks = useMemo(
    () => scale.ticks(topOf(kind, stack, groups, previous), Math.max(2, Math.round(plotHeight / LINE_EVERY))),
    [scale, kind, stack, groups, previous, plotHeight],
  );
  const step = ticks[1] ?? 1;
  const left = gutterOf(ticks.map((value) => scale.tick(value, step)));
  const plot = useMemo<Plot>(
    () => ({ width: Math.max(0, width - left), height: plotHeight, top: ticks.at(-1) ?? 1, buckets: count }),
    [width, left, plotHeight, ticks, count],
  );
  const bucketOf = (event: PointerEvent<HTMLElement>): number =>
    bucketAt(plot, event.clientX - event.currentTarget.getBoundingClientRect().left - left);
  const zoom =
    onZoom && ((first: number, last: number) => canZoom(buckets, first, last) && onZoom(first, last));
  const { at, marked, handlers } = useChartCursor(count, bucketOf, zoom);
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
        onDoubleClick={onZoomOut}
        {...handlers}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true">
            <Hatch id={hatch} />
            <g transform={`translate(${left} ${TOP_SPACE})`}>
              <Ground
                plot={plot}
                buckets={buckets}
                ticks={ticks}
                tick={(value) => scale.tick(value, step)}
                at={at}
                marked={marked}
              />
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

/** The highest thing drawn. */
const topOf = (
  kind: TimeChartProps['kind'],
  stack: ReturnType<typeof stacked>,
  groups: readonly ChartGroup[],
  previous: ChartPrevious | undefined,
): number => {
  const lines = [...(kind === 'lines' ? groups : []), ...(previous === undefined ? [] : [previous])];
  const highest = lines
    .flatMap(({ values }) => values)
    .reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  return Math.max(highest, kind === 'bars' ? stackTop(stack) : 0);
};

const gutterOf = (texts: readonly string[]): number =>
  Math.ceil(texts.reduce((most, text) => Math.max(most, text.length), 0) * DIGIT_WIDTH) + 10;

/** Of what is still running only stripes are seen. */
const Hatch = ({ id }: { readonly id: string }) => (
  <defs>
    <pattern
      id={`${id}stripes`}
      width="6"
      height="6"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <rect width="6" height="6" fill="#fff" fillOpacity="0.35" />
      <rect width="3" height="6" fill="#fff" />
    </pattern>
    <mask id={id}>
      <rect width="100%" height="100%" x="0" y="0" fill={`url(#${id}stripes)`} />
    </mask>
  </defs>
);

interface GroundProps {
  readonly plot: Plot;
  readonly buckets: Buckets;
  readonly ticks: readonly number[];
  readonly tick: (value: number) => string;
  readonly at: number | undefined;
  readonly marked: readonly [number, number] | undefined;
}

/** Axes, and behind the bars the cursor or what is marked. */
const Ground = ({ plot, buckets, ticks, tick, at, marked }: GroundProps) => {
  const [first, last] = marked ?? [at, at];
  const names = useMemo(
    () => bucketTicks(buckets.labels, buckets.interval, Math.floor(plot.width / TICK_WIDTH)),
    [buckets.labels, buckets.interval, plot.width],
  );
  const band = plot.width / Math.max(1, plot.buckets);
  return (
    <>
      {first !== undefined && last !== undefined && (
        <rect
          className={marked === undefined ? 'chart-cursor' : 'chart-marked'}
          x={Math.min(first, last) * band}
          y={-TOP_SPACE}
          width={Math.max(1, (Math.abs(last - first) + 1) * band)}
          height={plot.height + TOP_SPACE}
        />
      )}
      {ticks.map((value, line) => (
        <g key={value} className="chart-axis">
          <line
            x1="0"
            x2={plot.width}
            y1={yOf(plot, value)}
            y2={yOf(plot, value)}
            className={line === 0 ? 'is-base' : ''}
          />
          <text x="-8" y={yOf(plot, value)} dy="0.32em" textAnchor="end">
            {tick(value)}
          </text>
        </g>
      ))}
      {names.map(({ index, text, strong }) => (
        <text
          key={index}
          className={strong ? 'chart-when is-strong' : 'chart-when'}
          x={clampedMiddle(plot, index, text)}
          y={plot.height + 17}
          textAnchor="middle"
        >
          {text}
        </text>
      ))}
    </>
  );
};

/** The first and the last name stay inside the plot. */
const clampedMiddle = (plot: Plot, index: number, text: string): number => {
  const half = (text.length * DIGIT_WIDTH) / 2;
  return Math.max(half - 10, Math.min(plot.width - half + 4, middleOf(plot, index)));
};

/** Where the cursor meets the lines. */
const Dots = ({
  plot,
  groups,
  at,
}: {
  readonly plot: Plot;
  readonly groups: readonly ChartGroup[];
  readonly at: number;
}) => (
  <>
    {groups.map(({ key, colour, values }) => {
      const value = values[at];
      if (value === null || value === undefined) return null;
      return (
        <circle
          key={key}
          className="chart-dot"
          cx={middleOf(plot, at)}
          cy={yOf(plot, value)}
          r="4"
          style={{ fill: colour }}
        />
      );
    })}
  </>
);

/** The place of a chart that is on its way. */
export const ChartSkeleton = ({ height = CHART_HEIGHT }: { readonly height?: number }) => (
  <div className="chart-skeleton skeleton" role="status" aria-label="Loading" style={{ height }}>
    <span />
  </div>
);
