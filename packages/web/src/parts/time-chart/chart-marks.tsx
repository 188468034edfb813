import { memo } from 'react';
import { classNames } from '../class-names.ts';
import type { ChartGroup, ChartPrevious } from './chart-group.ts';
import {
  barsPath,
  bridgePath,
  linePath,
  lonely,
  middleOf,
  type Plot,
  type Stack,
  yOf,
} from './stacked-bars.ts';

/** What is drawn of the values. It does not change while the cursor moves. */

export interface MarksProps {
  readonly plot: Plot;
  readonly groups: readonly ChartGroup[];
  readonly unfinished: boolean;
  /** Key of the group that is looked at; the others step back. */
  readonly looked: string | undefined;
}

const fadeOf = (looked: string | undefined, key: string): string | undefined =>
  looked !== undefined && looked !== key ? 'is-faded' : undefined;

/** Stacked bars: a path a group. The last bucket, while it is running, is hatched. */
export const BarMarks = memo(
  ({
    plot,
    groups,
    stack,
    unfinished,
    looked,
    hatch,
  }: MarksProps & { readonly stack: Stack; readonly hatch: string }) => {
    const whole = unfinished ? plot.buckets - 1 : plot.buckets;
    return (
      <>
        {groups.map(({ key, colour }, at) => (
          <g key={key} style={{ fill: colour }} className={classNames('chart-bars', fadeOf(looked, key))}>
            <path d={barsPath(plot, stack[at] ?? [], 0, whole)} />
            {unfinished && <path d={barsPath(plot, stack[at] ?? [], whole)} mask={`url(#${hatch})`} />}
          </g>
        ))}
      </>
    );
  },
);

const DOT = 2.5;

/** A line a group; faint where nothing is known, dashed into the last bucket while it is running. */
export const LineMarks = memo(({ plot, groups, unfinished, looked }: MarksProps) => (
  <>
    {groups.map(({ key, colour, values }) => {
      const last = values.length - 1;
      return (
        <g key={key} style={{ stroke: colour, fill: colour }} className={fadeOf(looked, key)}>
          <path className="chart-line is-bridge" d={bridgePath(plot, values)} />
          <path className="chart-line" d={linePath(plot, unfinished ? values.slice(0, last) : values)} />
          {unfinished && (
            <path
              className="chart-line is-unfinished"
              d={linePath(
                plot,
                values.map((value, bucket) => (bucket < last - 1 ? null : value)),
              )}
            />
          )}
          {lonely(values).map((bucket) => (
            <circle key={bucket} cx={middleOf(plot, bucket)} cy={yOf(plot, values[bucket] ?? 0)} r={DOT} />
          ))}
        </g>
      );
    })}
  </>
));

/** The period before: dashed, over the bars. */
export const GhostMark = memo(
  ({ plot, previous }: { readonly plot: Plot; readonly previous: ChartPrevious }) => (
    <path className="chart-ghost" d={linePath(plot, previous.values)} />
  ),
);
