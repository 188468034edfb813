import { useId, useMemo, useRef, useState } from 'react';
import { useCurrency } from '../../data/use-money.ts';
import { exactCount, plural } from '../../format/count.ts';
import { BarCursor } from '../../parts/bar-cursor.tsx';
import { type ChartScale, moneyScale, tokenScale } from '../../parts/time-chart/chart-scale.ts';
import { useWidth } from '../../parts/time-chart/use-width.ts';
import { lanesOf } from './lanes.ts';
import {
  barAt,
  type TimelineBar,
  type TimelineBy,
  type TimelineCall,
  type TimelineMark,
  timelineBars,
  timelineMarks,
} from './timeline.ts';
import { TimelineLanes } from './timeline-lanes.tsx';
import { barBox, costPath, kindPath, type TimelineFrame } from './timeline-paths.ts';
import { placeTicks } from './timeline-ticks.ts';
import { barSays, TimelineTip } from './timeline-tip.tsx';
import { STACK, type Turn } from './turn.ts';
import './timeline.css';

const HEIGHT = 200;
const TOP = 20;
const BELOW = 24;
const LEFT = 48;
const RIGHT = 52;
/** A bar is never narrower: further calls share one. */
const NARROWEST = 3;
const MAX_LANES = 8;

export interface TimelineProps {
  readonly turns: readonly Turn[];
  readonly calls: readonly TimelineCall[];
  readonly by: TimelineBy;
  readonly zone: string;
  /** A bar was clicked: its first call. */
  readonly onChoose: (turn: number) => void;
}

/** Bars of tokens by kind, the line of the cost so far, pauses and lapses; below it a lane for each agent. */
export const TimelineChart = (props: TimelineProps) => {
  const { turns, calls, by, zone, onChoose } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const inner = Math.max(0, width - LEFT - RIGHT);
  const [at, setAt] = useState(-1);
  const bars = useMemo(() => timelineBars(calls, by, Math.floor(inner / NARROWEST)), [calls, by, inner]);
  const lanes = useMemo(() => lanesOf(calls, bars, MAX_LANES), [calls, bars]);
  const money = moneyScale(useCurrency());
  const frame = frameOf(bars, inner, money);
  const chosen = bars[at];
  const find = (clientX: number): number => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return barAt(bars, (clientX - left - LEFT) / Math.max(1, inner));
  };
  return (
    <div ref={box} className="timeline">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the slider below is its twin for keys */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: as above */}
      <div
        className="timeline-plot"
        onPointerMove={(event) => setAt(find(event.clientX))}
        onPointerLeave={() => setAt(-1)}
        onClick={(event) => choose(bars[find(event.clientX)], onChoose)}
      >
        <Plot {...props} bars={bars} frame={frame} money={money} width={width} at={at} />
        {lanes.length > 1 && <TimelineLanes lanes={lanes} frame={frame} width={width} />}
      </div>
      <BarCursor
        label={`Calls of the timeline, ${exactCount(bars.length)} bars; Enter goes to the call`}
        bars={bars.length}
        at={at}
        says={chosen && barSays(chosen, turns, zone)}
        begins={Math.max(0, at)}
        onMove={setAt}
        onEnter={() => choose(chosen, onChoose)}
      />
      {chosen !== undefined && (
        <TimelineTip bar={chosen} turns={turns} zone={zone} frame={frame} width={width} />
      )}
    </div>
  );
};

const choose = (bar: TimelineBar | undefined, onChoose: (turn: number) => void): void => {
  if (bar !== undefined) onChoose(bar.first);
};

const LINES = 4;
const topOf = (scale: ChartScale, max: number): number => scale.ticks(max, LINES).at(-1) ?? 1;

const frameOf = (bars: readonly TimelineBar[], width: number, money: ChartScale): TimelineFrame => {
  const most = Math.max(0, ...bars.map(({ tokens }) => tokens.reduce((sum, one) => sum + one, 0)));
  return {
    left: LEFT,
    top: TOP,
    width,
    height: HEIGHT,
    tokens: topOf(tokenScale, most),
    money: topOf(money, bars.at(-1)?.soFar ?? 0),
  };
};

interface PlotProps extends TimelineProps {
  readonly bars: readonly TimelineBar[];
  readonly frame: TimelineFrame;
  readonly money: ChartScale;
  readonly width: number;
  readonly at: number;
}

const Plot = ({ calls, by, zone, bars, frame, money, width, at }: PlotProps) => {
  const title = useId();
  const chosen = bars[at];
  const marks = timelineMarks(calls, bars);
  return (
    <svg
      width={width}
      height={TOP + HEIGHT + BELOW}
      role="img"
      aria-labelledby={title}
      className="timeline-svg"
    >
      <title id={title}>
        {`${plural(calls.length, 'call')} with their tokens by kind and the cost so far. ${plural(
          marks.filter(({ kind }) => kind === 'lapse').length,
          'expired cache',
        )}. The table below has every figure.`}
      </title>
      <Axes frame={frame} scale={money} />
      {shownMarks(marks).map(({ kind, place, call }) => (
        <Mark
          key={call}
          kind={kind}
          x={frame.left + place * frame.width}
          frame={frame}
          isLined={marks.length <= MAX_LINED}
        />
      ))}
      {chosen !== undefined && <Chosen bar={chosen} frame={frame} />}
      {STACK.map(({ kind, colour }, index) => (
        <path key={kind} d={kindPath(bars, index, frame)} fill={colour} />
      ))}
      <path className="timeline-cost" d={costPath(bars, frame)} />
      {placeTicks(calls, by, zone, frame.width).map(({ place, text }) => (
        <text
          key={place}
          className="timeline-tick"
          x={frame.left + place * frame.width}
          y={TOP + HEIGHT + 16}
          textAnchor="middle"
        >
          {text}
        </text>
      ))}
    </svg>
  );
};

const Axes = ({ frame, scale }: { readonly frame: TimelineFrame; readonly scale: ChartScale }) => {
  const { left, top, width, height, tokens, money } = frame;
  const ticks = tokenScale.ticks(tokens, LINES);
  const amounts = scale.ticks(money, LINES);
  const y = (share: number): number => top + height - share * height;
  return (
    <g className="timeline-axes">
      {ticks.map((tick) => (
        <g key={tick}>
          <line x1={left} x2={left + width} y1={y(tick / tokens)} y2={y(tick / tokens)} />
          <text x={left - 6} y={y(tick / tokens) + 4} textAnchor="end">
            {tokenScale.tick(tick, ticks[1] ?? 1)}
          </text>
        </g>
      ))}
      {amounts.map((tick) => (
        <text key={tick} x={left + width + 6} y={y(tick / money) + 4}>
          {scale.tick(tick, amounts[1] ?? 1)}
        </text>
      ))}
    </g>
  );
};

/** More marks than these are a hatching that hides the bars: then lapses alone are marked, above the plot. */
const MAX_LINED = 30;

const shownMarks = (marks: readonly TimelineMark[]): readonly TimelineMark[] =>
  marks.length <= MAX_LINED ? marks : marks.filter(({ kind }) => kind === 'lapse');

const Mark = ({
  kind,
  x,
  frame,
  isLined,
}: {
  readonly kind: 'gap' | 'lapse';
  readonly x: number;
  readonly frame: TimelineFrame;
  readonly isLined: boolean;
}) => (
  <g className={`timeline-mark is-${kind}`}>
    {isLined && <line x1={x} x2={x} y1={frame.top} y2={frame.top + frame.height} />}
    {kind === 'lapse' && <path d={`M${x - 5} ${frame.top - 12}h10l-5 9z`} />}
  </g>
);

const Chosen = ({ bar, frame }: { readonly bar: TimelineBar; readonly frame: TimelineFrame }) => {
  const { x, width } = barBox(bar, frame);
  return <rect className="timeline-chosen" x={x - 1} width={width + 2} y={frame.top} height={frame.height} />;
};
