import type { TimelineBar } from './timeline.ts';

/** Where the timeline is drawn, in pixels; y grows downwards. */
export interface TimelineFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** Tokens at the top of the left axis, and money at the top of the right one. */
  readonly tokens: number;
  readonly money: number;
}

const px = (value: number): string => value.toFixed(1);

/** Narrower bars touch; wider ones have a hair between them. */
const HAIR_FROM = 4;

/** The box of a bar: at least a pixel, so that a lonely call is seen. */
export const barBox = (
  { left, right }: Pick<TimelineBar, 'left' | 'right'>,
  frame: TimelineFrame,
): { readonly x: number; readonly width: number } => {
  const width = (right - left) * frame.width;
  return { x: frame.left + left * frame.width, width: Math.max(1.5, width > HAIR_FROM ? width - 1 : width) };
};

const yOf = (tokens: number, { top, height, tokens: most }: TimelineFrame): number =>
  top + height - (tokens / most) * height;

/** One path for a kind of all bars, standing on the kinds below it. */
export const kindPath = (bars: readonly TimelineBar[], kind: number, frame: TimelineFrame): string =>
  bars
    .map((bar) => {
      const tokens = bar.tokens[kind] ?? 0;
      if (tokens <= 0) return '';
      const below = bar.tokens.slice(0, kind).reduce((sum, one) => sum + one, 0);
      const [bottom, top] = [yOf(below, frame), yOf(below + tokens, frame)];
      const { x, width } = barBox(bar, frame);
      return `M${px(x)} ${px(bottom)}V${px(top)}h${px(width)}V${px(bottom)}z`;
    })
    .join('');

/** What had been spent by each bar, as a line from 0 up in steps: money moves when a call is made. */
export const costPath = (bars: readonly TimelineBar[], frame: TimelineFrame): string => {
  const y = (soFar: number): number => frame.top + frame.height - (soFar / frame.money) * frame.height;
  const steps = bars.map((bar) => {
    const { x, width } = barBox(bar, frame);
    return `H${px(x + width / 2)}V${px(y(bar.soFar))}`;
  });
  return bars.length === 0
    ? ''
    : `M${px(frame.left)} ${px(y(0))}${steps.join('')}H${px(frame.left + frame.width)}`;
};
