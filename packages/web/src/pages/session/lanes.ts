import type { TimelineBar, TimelineCall } from './timeline.ts';

/** A stretch of the timeline in which an agent was called. Places are shares of the width, 0 to 1. */
export interface LaneStretch {
  readonly left: number;
  readonly right: number;
}

export interface Lane {
  /** `null`: the main agent. Undefined: all agents that have no lane of their own. */
  readonly agent: string | null | undefined;
  readonly calls: number;
  readonly stretches: readonly LaneStretch[];
}

interface Growing {
  calls: number;
  readonly bars: Set<number>;
}

/**
 * A lane for each agent, the main one first, the others as they appear; from `most` lanes on, all that are left share
 * the last one.
 */
export const lanesOf = (
  calls: readonly TimelineCall[],
  bars: readonly TimelineBar[],
  most: number,
): readonly Lane[] => {
  const found = new Map<string | null, Growing>();
  for (const [at, { first, last }] of bars.entries())
    for (let index = first; index <= last; index += 1) {
      const { agent } = calls[index]!;
      const lane = found.get(agent) ?? { calls: 0, bars: new Set<number>() };
      lane.calls += 1;
      lane.bars.add(at);
      found.set(agent, lane);
    }
  const ordered = [...found].sort(([a], [b]) => Number(b === null) - Number(a === null));
  const own = ordered.length <= most ? ordered : ordered.slice(0, most - 1);
  const rest = ordered.slice(own.length).map(([, lane]) => lane);
  return [
    ...own.map(([agent, lane]) => laneOf(agent, lane, bars)),
    ...(rest.length === 0 ? [] : [laneOf(undefined, together(rest), bars)]),
  ];
};

const together = (lanes: readonly Growing[]): Growing => ({
  calls: lanes.reduce((sum, { calls }) => sum + calls, 0),
  bars: new Set(lanes.flatMap(({ bars }) => [...bars])),
});

/** Bars that follow each other are one stretch. */
const laneOf = (
  agent: string | null | undefined,
  { calls, bars: held }: Growing,
  bars: readonly TimelineBar[],
): Lane => {
  const stretches: { left: number; right: number }[] = [];
  let before = Number.NaN;
  for (const at of [...held].sort((a, b) => a - b)) {
    const { left, right } = bars[at]!;
    const last = stretches.at(-1);
    if (last !== undefined && at === before + 1 && left - last.right < TOUCHING) last.right = right;
    else stretches.push({ left, right });
    before = at;
  }
  return { agent, calls, stretches };
};

/** Bars by time may lie apart although nothing is between them. */
const TOUCHING = 1e-9;
