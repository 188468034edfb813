import { NO_USAGE, type UsageTotals } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureOf, totalsText } from './activity-measure.ts';
import { hourSpans } from './hour-spans.ts';
import { weekGrid } from './week-grid.ts';
import { hourText, parseWeekHour, weekHourId, weekHourText } from './week-words.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const usage = (listNanoUsd: number, calls: number, unpricedCalls = 0): UsageTotals => ({
  ...NO_USAGE,
  calls,
  tokens: { ...NO_USAGE.tokens, total: calls * 1000 },
  cost: { ...NO_USAGE.cost, listNanoUsd, unpricedCalls },
});

describe('an hour of the week', () => {
  it('is said in words', () => {
    expect(weekHourText({ weekday: 2, hour: 9 })).toBe('Wednesday, 09:00–10:00');
    expect(hourText(23)).toBe('23:00–00:00');
  });

  it('is read back from an address, and nothing else is', () => {
    for (let weekday = 0; weekday < 7; weekday += 1)
      for (let hour = 0; hour < 24; hour += 1)
        expect(parseWeekHour(weekHourId({ weekday, hour }))).toEqual({ weekday, hour });
    for (const text of ['7-1', '1-24', '', 'x', '1-', undefined]) expect(parseWeekHour(text)).toBeUndefined();
  });
});

describe('when an hour of the week was', () => {
  it('is one hour of a week, in the zone', () => {
    const monday = Date.UTC(2026, 10, 16);
    expect(hourSpans({ from: monday, to: monday + 7 * DAY }, 'UTC', { weekday: 0, hour: 14 })).toEqual([
      { from: monday + 14 * HOUR, to: monday + 15 * HOUR },
    ]);
    // Kathmandu is 5:45 ahead.
    expect(
      hourSpans({ from: monday, to: monday + 7 * DAY }, 'Asia/Kathmandu', { weekday: 0, hour: 14 }),
    ).toEqual([{ from: monday + 8.25 * HOUR, to: monday + 9.25 * HOUR }]);
  });

  it('is two hours in one where clocks are set back, and none where they are set forward', () => {
    const back = Date.UTC(2026, 9, 24, 22);
    expect(hourSpans({ from: back, to: back + DAY }, 'Europe/Berlin', { weekday: 6, hour: 2 })).toEqual([
      { from: Date.UTC(2026, 9, 25, 0), to: Date.UTC(2026, 9, 25, 2) },
    ]);
    const forward = Date.UTC(2026, 2, 28, 23);
    expect(hourSpans({ from: forward, to: forward + DAY }, 'Europe/Berlin', { weekday: 6, hour: 2 })).toEqual(
      [],
    );
  });

  it('is cut off where the range is, and not said of more than a week', () => {
    const start = Date.UTC(2026, 10, 16, 14, 20);
    expect(hourSpans({ from: start, to: start + HOUR }, 'UTC', { weekday: 0, hour: 14 })).toEqual([
      { from: start, to: Date.UTC(2026, 10, 16, 15) },
    ]);
    expect(hourSpans({ from: start, to: start + 30 * DAY }, 'UTC', { weekday: 0, hour: 14 })).toEqual([]);
  });

  it('together with all others is the whole range, once', () => {
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns');
    const from = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 1) });
    fc.assert(
      fc.property(zone, from, fc.integer({ min: 1, max: 2 * DAY }), (name, start, length) => {
        const range = { from: start, to: start + length };
        let covered = 0;
        for (let weekday = 0; weekday < 7; weekday += 1)
          for (let hour = 0; hour < 24; hour += 1)
            for (const span of hourSpans(range, name, { weekday, hour })) covered += span.to - span.from;
        expect(covered).toBe(length);
      }),
      { numRuns: 8 },
    );
  });
});

describe('what is in an hour', () => {
  const money = (nanoUsd: number): string => `$${nanoUsd}`;

  it('has no cost where nothing is priced, which is not $0', () => {
    expect(measureOf(usage(0, 3, 3), 'cost')).toBeNull();
    expect(measureOf(usage(0, 3, 3), 'calls')).toBe(3);
    expect(totalsText(usage(0, 3, 3), money)).toBe('not priced · 3 calls · 3,000 tokens');
    expect(totalsText(usage(5, 3, 1), money)).toBe('at least $5 · 3 calls · 3,000 tokens');
    expect(totalsText(NO_USAGE, money)).toBe('no calls');
  });

  it('is found by its place, and the largest is known', () => {
    const grid = weekGrid(
      [
        { weekday: 0, hour: 1, totals: usage(5, 9) },
        { weekday: 6, hour: 23, totals: usage(7, 1) },
      ],
      'cost',
    );
    expect(grid.max).toBe(7);
    expect(grid.hasUnknown).toBe(false);
    expect(weekGrid([{ weekday: 0, hour: 1, totals: usage(0, 2, 2) }], 'cost')).toMatchObject({
      hasUnknown: true,
      max: 0,
    });
    expect(grid.busiest).toEqual({ weekday: 6, hour: 23 });
    expect(grid.at({ weekday: 0, hour: 1 }).calls).toBe(9);
    expect(grid.at({ weekday: 3, hour: 3 })).toBe(NO_USAGE);
    expect(weekGrid([], 'cost').busiest).toBeUndefined();
  });
});
