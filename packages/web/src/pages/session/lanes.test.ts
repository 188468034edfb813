import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lanesOf } from './lanes.ts';
import { type TimelineCall, timelineBars } from './timeline.ts';

const call = (agent: string | null, startedAt: number): TimelineCall => ({
  startedAt,
  endedAt: startedAt,
  tokens: [1],
  soFar: 0,
  agent,
  isLapsed: false,
});
const callsOf = (agents: readonly (string | null)[]): TimelineCall[] =>
  agents.map((agent, index) => call(agent, index * 1000));

it('gives each agent its stretches, the main one first', () => {
  const calls = callsOf(['a', 'a', null, 'a', 'b']);
  const lanes = lanesOf(calls, timelineBars(calls, 'call', 100), 8);
  expect(lanes).toEqual([
    { agent: null, calls: 1, stretches: [{ left: 0.4, right: 0.6 }] },
    {
      agent: 'a',
      calls: 3,
      stretches: [
        { left: 0, right: 0.4 },
        { left: 0.6, right: 0.8 },
      ],
    },
    { agent: 'b', calls: 1, stretches: [{ left: 0.8, right: 1 }] },
  ]);
});

it('loses no call, whatever the lanes and bars', () =>
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(null, ...'abcdefghijkl'), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 50 }),
      (agents, most, bars) => {
        const calls = callsOf(agents);
        const lanes = lanesOf(calls, timelineBars(calls, 'call', bars), most);
        expect(lanes.length).toBeLessThanOrEqual(Math.max(1, most));
        expect(lanes.reduce((sum, lane) => sum + lane.calls, 0)).toBe(calls.length);
        for (const { stretches } of lanes)
          for (const [index, { left }] of stretches.entries())
            expect(left).toBeGreaterThan(stretches[index - 1]?.right ?? -1);
      },
    ),
  ));
