import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { barAt, GAP_MS, type TimelineCall, timelineBars, timelineMarks } from './timeline.ts';

const callsOf = fc
  .array(
    fc.record({
      after: fc.nat(GAP_MS * 3),
      tokens: fc.tuple(fc.nat(1000), fc.nat(1000)),
      cost: fc.nat(100),
      isLapsed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 300 },
  )
  .map((made) => {
    let startedAt = 1_000;
    let soFar = 0;
    return made.map(({ after, tokens, cost, isLapsed }): TimelineCall => {
      startedAt += after;
      soFar += cost;
      return { startedAt, endedAt: startedAt, tokens, soFar, agent: null, isLapsed };
    });
  });
const ways = fc.constantFrom('call', 'time');
const mosts = fc.integer({ min: 1, max: 200 });

describe('timelineBars', () => {
  it('holds every call once and in order, in no more bars than there is room for', () =>
    fc.assert(
      fc.property(callsOf, ways, mosts, (calls, by, most) => {
        const bars = timelineBars(calls, by, most);
        expect(bars.length).toBeLessThanOrEqual(most);
        const held = bars.flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, index) => first + index),
        );
        expect(held).toEqual(calls.map((_, index) => index));
      }),
    ));

  it('lies within the chart, from left to right, and loses no token', () =>
    fc.assert(
      fc.property(callsOf, ways, mosts, (calls, by, most) => {
        const bars = timelineBars(calls, by, most);
        let end = 0;
        for (const { left, right } of bars) {
          expect(left).toBeGreaterThanOrEqual(end - 1e-9);
          expect(right).toBeGreaterThan(left);
          end = right;
        }
        expect(end).toBeLessThanOrEqual(1 + 1e-9);
        const drawn = bars.reduce((sum, bar) => sum + bar.tokens[0]! * (bar.last - bar.first + 1), 0);
        expect(drawn).toBeCloseTo(
          calls.reduce((sum, { tokens }) => sum + tokens[0]!, 0),
          3,
        );
        expect(bars.at(-1)?.soFar).toBe(calls.at(-1)?.soFar);
      }),
    ));

  it('is empty without calls or room', () => {
    expect(timelineBars([], 'call', 10)).toEqual([]);
    expect(timelineBars([], 'time', 10)).toEqual([]);
  });
});

describe('barAt', () => {
  it('finds the bar under the pointer, or the nearest', () =>
    fc.assert(
      fc.property(
        callsOf,
        ways,
        mosts,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (calls, by, most, place) => {
          const bars = timelineBars(calls, by, most);
          const found = bars[barAt(bars, place)]!;
          const away = ({ left, right }: { left: number; right: number }): number =>
            Math.max(left - place, place - right, 0);
          expect(away(found)).toBe(Math.min(...bars.map(away)));
        },
      ),
    ));

  it('finds none where there is none', () => {
    expect(barAt([], 0.5)).toBe(-1);
  });
});

describe('timelineMarks', () => {
  const call = (startedAt: number, isLapsed = false): TimelineCall => ({
    startedAt,
    endedAt: startedAt,
    tokens: [1],
    soFar: 0,
    agent: null,
    isLapsed,
  });

  it('marks a pause longer than a cache lives, and what lapsed in it', () => {
    const calls = [call(0), call(GAP_MS), call(GAP_MS * 2 + 1), call(GAP_MS * 4, true)];
    expect(timelineMarks(calls, timelineBars(calls, 'call', 10))).toEqual([
      { kind: 'gap', place: 0.5, call: 2 },
      { kind: 'lapse', place: 0.75, call: 3 },
    ]);
  });

  it('lets a lapse stand for all pauses of its bar', () => {
    const calls = [call(0), call(GAP_MS * 2), call(GAP_MS * 4, true), call(GAP_MS * 6)];
    expect(timelineMarks(calls, timelineBars(calls, 'call', 1))).toEqual([
      { kind: 'lapse', place: 0, call: 2 },
    ]);
  });
});
