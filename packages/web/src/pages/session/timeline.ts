/** Geometry of the timeline of calls. Places are shares of the width, 0 to 1. */

export interface TimelineCall {
  /** UTC milliseconds. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** Tokens by kind, in one order. */
  readonly tokens: readonly number[];
  /** List price of all calls up to this one. */
  readonly soFar: number;
  readonly agent: string | null;
  readonly isLapsed: boolean;
}

/** One or several calls that share a place. */
export interface TimelineBar {
  /** Indices of its calls, both included. */
  readonly first: number;
  readonly last: number;
  readonly left: number;
  readonly right: number;
  /** Mean tokens a call by kind: so the height means the same in every bar. */
  readonly tokens: readonly number[];
  readonly soFar: number;
}

export type TimelineBy = 'call' | 'time';

/** Bars of neighbouring calls: at most `most`, each as wide as the calls it holds. */
const barsByCall = (calls: readonly TimelineCall[], most: number): TimelineBar[] => {
  const each = Math.max(1, Math.ceil(calls.length / most));
  return Array.from({ length: Math.ceil(calls.length / each) }, (_, bar) => {
    const first = bar * each;
    const last = Math.min(calls.length, first + each) - 1;
    return barOf(calls, first, last, first / calls.length, (last + 1) / calls.length);
  });
};

/** Bars at the time of their calls: one for each of `most` equal slices that has any. Calls are in order of time. */
const barsByTime = (calls: readonly TimelineCall[], most: number): TimelineBar[] => {
  const { from, length } = spanOf(calls);
  const sliceOf = ({ startedAt }: TimelineCall): number =>
    Math.min(most - 1, Math.floor(((startedAt - from) / length) * most));
  const bars: TimelineBar[] = [];
  let first = 0;
  for (let next = 1; next <= calls.length; next += 1) {
    const slice = sliceOf(calls[first]!);
    const call = calls[next];
    if (call !== undefined && sliceOf(call) <= slice) continue;
    bars.push(barOf(calls, first, next - 1, slice / most, (slice + 1) / most));
    first = next;
  }
  return bars;
};

/** From the first call to the last; never without length. */
export const spanOf = (
  calls: readonly TimelineCall[],
): { readonly from: number; readonly length: number } => {
  const from = calls[0]?.startedAt ?? 0;
  return { from, length: Math.max(1, (calls.at(-1)?.startedAt ?? 0) - from) };
};

const barOf = (
  calls: readonly TimelineCall[],
  first: number,
  last: number,
  left: number,
  right: number,
): TimelineBar => {
  const sums: number[] = [];
  for (let index = first; index <= last; index += 1)
    for (const [kind, tokens] of calls[index]!.tokens.entries()) sums[kind] = (sums[kind] ?? 0) + tokens;
  const count = last - first + 1;
  return { first, last, left, right, tokens: sums.map((sum) => sum / count), soFar: calls[last]!.soFar };
};

export const timelineBars = (
  calls: readonly TimelineCall[],
  by: TimelineBy,
  most: number,
): readonly TimelineBar[] => {
  if (calls.length === 0 || most < 1) return [];
  return by === 'call' ? barsByCall(calls, most) : barsByTime(calls, most);
};

/** The bar nearest to a place; -1 where there is none. */
export const barAt = (bars: readonly TimelineBar[], place: number): number => {
  let nearest = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, { left, right }] of bars.entries()) {
    const away = place < left ? left - place : place > right ? place - right : 0;
    if (away < distance) [nearest, distance] = [index, away];
  }
  return nearest;
};

export interface TimelineMark {
  readonly kind: 'gap' | 'lapse';
  readonly place: number;
  /** The call after it. */
  readonly call: number;
}

/** Nobody asked anything for this long: as long as a cache usually lives. */
export const GAP_MS = 5 * 60_000;

/** Pauses, and what lapsed in them; a lapse counts more than a mere pause. By call: at the left edge of the bar after it. */
export const timelineMarks = (
  calls: readonly TimelineCall[],
  bars: readonly TimelineBar[],
): readonly TimelineMark[] =>
  bars.flatMap(({ first, last, left }): TimelineMark[] => {
    let gap: number | undefined;
    for (let index = first; index <= last; index += 1) {
      const call = calls[index]!;
      if (call.isLapsed) return [{ kind: 'lapse', place: left, call: index }];
      const before = calls[index - 1];
      if (before !== undefined && call.startedAt - before.endedAt > GAP_MS) gap ??= index;
    }
    return gap === undefined ? [] : [{ kind: 'gap', place: left, call: gap }];
  });
