import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TimelineCall } from './timeline.ts';
import { placeTicks } from './timeline-ticks.ts';

const callsAt = (...instants: readonly number[]): TimelineCall[] =>
  instants.map((startedAt) => ({
    startedAt,
    endedAt: startedAt,
    tokens: [1],
    soFar: 0,
    agent: null,
    isLapsed: false,
  }));
const START = Date.parse('2026-11-22T10:00:00Z');

describe('placeTicks', () => {
  it('numbers calls from the first one in round numbers, below the middle of their bars', () => {
    const ticks = placeTicks(callsAt(...Array.from({ length: 40 }, (_, i) => START + i)), 'call', 'UTC', 450);
    expect(ticks.map(({ text }) => text)).toEqual(['1', '10', '20', '30', '40']);
    expect(ticks[1]?.place).toBe(9.5 / 40);
  });

  it('tells the time of the zone, with the day where there are several', () => {
    const day = placeTicks(callsAt(START, START + 3_600_000), 'time', 'Europe/Zurich', 200);
    expect(day).toEqual([
      { place: 0, text: '11:00' },
      { place: 1, text: '12:00' },
    ]);
    const days = placeTicks(callsAt(START, START + 86_400_000), 'time', 'Europe/Zurich', 200);
    expect(days.map(({ text }) => text)).toEqual(['22 Nov 11:00', '23 Nov 11:00']);
  });

  it('stays within the chart, in order and few', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.constantFrom('call', 'time'),
        fc.integer({ min: 0, max: 1500 }),
        (count, by, width) => {
          const calls = callsAt(...Array.from({ length: count }, (_, index) => START + index * 1000));
          const places = placeTicks(calls, by, 'UTC', width).map(({ place }) => place);
          expect(places.every((place) => place >= 0 && place <= 1)).toBe(true);
          expect([...places].sort((a, b) => a - b)).toEqual(places);
          expect(places.length).toBeLessThanOrEqual(Math.max(2, width / 90) + 3);
        },
      ),
    ));
});
