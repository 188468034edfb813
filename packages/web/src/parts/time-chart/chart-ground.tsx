import { useMemo } from 'react';
import type { Buckets } from './bucket-range.ts';
import { bucketTicks } from './bucket-ticks.ts';
import type { ChartGroup } from './chart-group.ts';
import { middleOf, type Plot, yOf } from './stacked-bars.ts';
import { DIGIT_WIDTH, TOP_SPACE } from './use-plot.ts';

/** What lies under and over the values: axes, the cursor, stripes. */

const TICK_WIDTH = 58;

/** Of what is still running only stripes are seen. */
export const Hatch = ({ id }: { readonly id: string }) => (
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
export const Ground = ({ plot, buckets, ticks, tick, at, marked }: GroundProps) => {
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
export const Dots = ({
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
