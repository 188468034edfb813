import { memo } from 'react';
import { pathThrough, sparkPoints } from './sparkline-path.ts';
import './sparkline.css';

/** Twenty points: less is no movement. */
const LEAST_RATIO_SPAN = 0.2;
const BOX = { width: 120, height: 32, margin: 2 };

/**
 * How a figure went, without numbers: for the eye only, the figure itself stands beside it. Fills the width that there
 * is.
 */
export const Sparkline = memo(
  ({
    values,
    colour = 'var(--accent)',
    isRatio = false,
  }: {
    readonly values: readonly (number | null)[];
    readonly colour?: string;
    /** Shares from 0 to 1: drawn around where they are, not from 0. */
    readonly isRatio?: boolean;
  }) => {
    const points = sparkPoints(values, isRatio ? { ...BOX, leastSpan: LEAST_RATIO_SPAN } : BOX);
    const [first] = points;
    const last = points.at(-1);
    if (first === undefined || last === undefined || points.length < 2)
      return <svg className="sparkline" viewBox={`0 0 ${BOX.width} ${BOX.height}`} aria-hidden="true" />;
    const line = pathThrough(points);
    return (
      <svg
        className="sparkline"
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        style={{ color: colour }}
      >
        <path
          className="sparkline-area"
          d={`${line}L${last[0].toFixed(1)} ${BOX.height}L${first[0].toFixed(1)} ${BOX.height}Z`}
        />
        <path className="sparkline-line" d={line} />
      </svg>
    );
  },
);
