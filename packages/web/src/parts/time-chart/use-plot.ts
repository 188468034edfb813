import { useMemo } from 'react';
import type { ChartGroup, ChartPrevious } from './chart-group.ts';
import type { ChartScale } from './chart-scale.ts';
import { type Plot, type Stack, stacked, stackTop } from './stacked-bars.ts';

/** Below the plot, for the names of buckets. */
const AXIS_HEIGHT = 24;
/** Above the plot: half a line of the axis' highest value. */
export const TOP_SPACE = 8;
/** Of one digit on an axis, about. */
export const DIGIT_WIDTH = 7;
const LINE_EVERY = 50;

export interface PlotQuestion {
  readonly kind: 'bars' | 'lines';
  readonly groups: readonly ChartGroup[];
  readonly previous: ChartPrevious | undefined;
  readonly scale: ChartScale;
  readonly buckets: number;
  readonly width: number;
  readonly height: number;
}

export interface ChartPlot {
  readonly plot: Plot;
  readonly stack: Stack;
  /** Lines across: their values, and how these read. */
  readonly ticks: readonly number[];
  readonly tick: (value: number) => string;
  /** Where the plot begins, right of the axis. */
  readonly left: number;
}

/** Where everything lies. It stays the same while only the cursor moves. */
export const usePlot = ({ kind, groups, previous, scale, buckets, width, height }: PlotQuestion): ChartPlot =>
  useMemo(() => {
    const stack = stacked(
      groups.map(({ values }) => values),
      buckets,
    );
    const plotHeight = height - AXIS_HEIGHT - TOP_SPACE;
    const lines = Math.max(2, Math.round(plotHeight / LINE_EVERY));
    const ticks = scale.ticks(topOf(kind, stack, groups, previous), lines);
    const step = ticks[1] ?? 1;
    const tick = (value: number): string => scale.tick(value, step);
    const left = gutterOf(ticks.map(tick));
    const top = ticks.at(-1) ?? 1;
    const plot = { width: Math.max(0, width - left), height: plotHeight, top, buckets };
    return { plot, stack, ticks, tick, left };
  }, [kind, groups, previous, scale, buckets, width, height]);

/** The highest thing drawn. */
const topOf = (
  kind: PlotQuestion['kind'],
  stack: Stack,
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
