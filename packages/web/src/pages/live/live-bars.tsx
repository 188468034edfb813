import { useId, useRef, useState } from 'react';
import { useCurrency } from '../../data/use-money.ts';
import { compactCount, exactCount } from '../../format/count.ts';
import { clockText } from '../../format/time.ts';
import { BarCursor } from '../../parts/bar-cursor.tsx';
import { type ChartScale, metricScale } from '../../parts/time-chart/chart-scale.ts';
import { useWidth } from '../../parts/time-chart/use-width.ts';
import type { Metric } from '../../state/view.ts';
import type { LiveMinute } from './live-scene.ts';
import type { LiveSum } from './live-sum.ts';
import { Measure } from './live-totals.tsx';
import '../../parts/tip.css';

const HEIGHT = 150;
const TOP = 8;
const BELOW = 22;
const LEFT = 52;
const TIP_WIDTH = 190;
const LABEL_EVERY = 10;
/** Room that a label wants, in pixels. */
const LABEL_WIDTH = 56;
const LINES = 3;

const measureOf = (sum: LiveSum, metric: Metric): number =>
  metric === 'cost' ? sum.listNanoUsd : metric === 'tokens' ? sum.tokens : sum.calls;

/** A bar for each minute of the last hour; the one that is running is paler. */
export const LiveBars = ({
  minutes,
  metric,
  zone,
}: {
  readonly minutes: readonly LiveMinute[];
  readonly metric: Metric;
  readonly zone: string;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [at, setAt] = useState(-1);
  const inner = Math.max(0, width - LEFT);
  const step = inner / minutes.length;
  const scale = metricScale(metric, useCurrency());
  const ticks = scale.ticks(Math.max(...minutes.map(({ sum }) => measureOf(sum, metric))), LINES);
  const chosen = minutes[at];
  const find = (clientX: number): number => {
    const x = clientX - (box.current?.getBoundingClientRect().left ?? 0) - LEFT;
    return x < 0 ? -1 : Math.min(minutes.length - 1, Math.floor(x / step));
  };
  return (
    <div
      ref={box}
      className="live-bars"
      onPointerMove={(event) => setAt(find(event.clientX))}
      onPointerLeave={() => setAt(-1)}
    >
      <Bars minutes={minutes} metric={metric} zone={zone} scale={scale} ticks={ticks} width={width} at={at} />
      <BarCursor
        label="Minutes of the last hour"
        bars={minutes.length}
        at={at}
        says={chosen && minuteText(chosen, zone)}
        begins={minutes.length - 1}
        onMove={setAt}
      />
      {chosen !== undefined && (
        <div
          className="tip live-tip"
          aria-hidden="true"
          style={{ left: Math.max(0, Math.min(width - TIP_WIDTH, LEFT + at * step - TIP_WIDTH / 2)) }}
        >
          <strong>{clockText(chosen.start, zone)}</strong>
          <Measure sum={chosen.sum} metric="cost" named />
          <Measure sum={chosen.sum} metric="tokens" named />
          <Measure sum={chosen.sum} metric="calls" named />
        </div>
      )}
    </div>
  );
};

const minuteText = ({ start, sum }: LiveMinute, zone: string): string =>
  `${clockText(start, zone)}: ${exactCount(sum.calls)} calls, ${compactCount(sum.tokens)} tokens`;

const Bars = ({
  minutes,
  metric,
  zone,
  scale,
  ticks,
  width,
  at,
}: {
  readonly minutes: readonly LiveMinute[];
  readonly metric: Metric;
  readonly zone: string;
  readonly scale: ChartScale;
  readonly ticks: readonly number[];
  readonly width: number;
  readonly at: number;
}) => {
  const title = useId();
  const top = ticks.at(-1) ?? 1;
  const step = Math.max(0, width - LEFT) / minutes.length;
  const y = (value: number): number => TOP + HEIGHT - (value / top) * HEIGHT;
  const every = step * LABEL_EVERY < LABEL_WIDTH ? LABEL_EVERY * 2 : LABEL_EVERY;
  const isEmpty = minutes.every(({ sum }) => measureOf(sum, metric) === 0);
  return (
    <svg width={width} height={TOP + HEIGHT + BELOW} role="img" aria-labelledby={title}>
      <title id={title}>{`${METRIC_NAMES[metric]} minute by minute over the last hour`}</title>
      {ticks.map((tick) => (
        <g key={tick} className="live-axis">
          <line x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 6} y={y(tick) + 4} textAnchor="end">
            {isEmpty && tick > 0 ? '' : scale.tick(tick, ticks[1] ?? 1)}
          </text>
        </g>
      ))}
      {minutes.every(({ sum }) => sum.calls === 0) && (
        <text className="live-label" x={(LEFT + width) / 2} y={TOP + HEIGHT / 2} textAnchor="middle">
          No calls in the last hour
        </text>
      )}
      {minutes.map(({ start, sum }, index) => {
        const value = measureOf(sum, metric);
        const height = value === 0 ? 0 : Math.max(2, (value / top) * HEIGHT);
        return (
          <g key={start}>
            {index === at && (
              <rect className="live-chosen" x={LEFT + index * step} y={TOP} width={step} height={HEIGHT} />
            )}
            <rect
              className={index === minutes.length - 1 ? 'live-bar is-running' : 'live-bar'}
              x={LEFT + index * step + 1}
              y={TOP + HEIGHT - height}
              width={Math.max(1, step - 2)}
              height={height}
              rx={Math.min(2, step / 4)}
            />
            {(minutes.length - 1 - index) % every === 0 && (
              <text
                className="live-label"
                x={LEFT + (index + 0.5) * step}
                y={TOP + HEIGHT + 16}
                textAnchor={index === minutes.length - 1 ? 'end' : 'middle'}
              >
                {clockText(start, zone)}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
};

export const METRIC_NAMES: Readonly<Record<Metric, string>> = {
  cost: 'Cost at list price',
  tokens: 'Tokens',
  calls: 'Calls',
};
