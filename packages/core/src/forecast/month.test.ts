import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalStarts, nextInterval, startOfInterval } from '../time/interval.ts';
import { HOUR_MS } from '../time/zone.ts';
import { type DaySum, forecastMonth } from './month.ts';

const DAY = 24 * HOUR_MS;
const UTC = 'UTC';
/** A Tuesday: 6 of November's days are left after it. */
const NOW = Date.UTC(2026, 10, 24, 12);
const day = (number: number): number => Date.UTC(2026, 10, number);

/** A sum for each of the 60 days up to today, by the day's start. */
const history = (sumOf: (start: number) => number, now = NOW, zone = UTC): readonly DaySum[] =>
  intervalStarts(now - 60 * DAY, now, 'day', zone).map((start) => ({ start, listNanoUsd: sumOf(start) }));

describe('the forecast of a month', () => {
  test('of days that are all alike is exact', () => {
    expect(forecastMonth({ days: history(() => 1_000), now: NOW, zone: UTC })).toEqual({
      expectedNanoUsd: 30_000,
      lowNanoUsd: 30_000,
      highNanoUsd: 30_000,
    });
  });

  test('takes each day that is left for one of its weekday', () => {
    const isWeekend = (start: number) => [0, 6].includes(new Date(start).getUTCDay());
    const days = history((start) => (isWeekend(start) ? 0 : 500));
    expect(forecastMonth({ days, now: NOW, zone: UTC })?.expectedNanoUsd).toBe(21 * 500);
  });

  test('minds only the last four weeks', () => {
    const days = history((start) => (start < day(24) - 28 * DAY ? 1_000_000 : 100));
    expect(forecastMonth({ days, now: NOW, zone: UTC })?.expectedNanoUsd).toBe(3_000);
  });

  test('today is the larger of what it cost and what is expected of it', () => {
    const upTo = (today: number) =>
      forecastMonth({ days: history((start) => (start === day(24) ? today : 100)), now: NOW, zone: UTC });
    expect(upTo(30)?.expectedNanoUsd).toBe(3_000);
    expect(upTo(950)).toEqual({ expectedNanoUsd: 3_850, lowNanoUsd: 3_850, highNanoUsd: 3_850 });
  });

  test('a weekday that is not known yet is a day like the others', () => {
    const days = [20, 21, 22, 23].map((number) => ({ start: day(number), listNanoUsd: number }));
    const expected = 20 + 21 + 22 + 23 + 3 * 21.5 + 20 + 21 + 22 + 23;
    expect(forecastMonth({ days, now: NOW, zone: UTC })?.expectedNanoUsd).toBe(Math.round(expected));
  });

  test('is too early with less than three complete days', () => {
    const days = [22, 23, 24].map((number) => ({ start: day(number), listNanoUsd: 100 }));
    expect(forecastMonth({ days, now: NOW, zone: UTC })).toBeUndefined();
    expect(forecastMonth({ days: [], now: NOW, zone: UTC })).toBeUndefined();
    expect(forecastMonth({ days, knownFrom: day(21), now: NOW, zone: UTC })?.expectedNanoUsd).toBeGreaterThan(
      0,
    );
  });

  test('days without calls count from when counting began', () => {
    const days = [{ start: day(23), listNanoUsd: 700 }];
    const forecast = forecastMonth({ days, knownFrom: day(10) + HOUR_MS, now: NOW, zone: UTC });
    // Mondays are 350 each, all other days nothing: one Monday is left.
    expect(forecast?.expectedNanoUsd).toBe(700 + 350);
  });

  test('on the last day of the month only the rest of it is open', () => {
    const now = Date.UTC(2026, 10, 30, 23, 59);
    const days = history(() => 100, now);
    expect(forecastMonth({ days, now, zone: UTC })?.expectedNanoUsd).toBe(3_000);
  });

  test('spreads wider the more the days vary and the more of them are left', () => {
    const width = (now: number, spread: number) => {
      const days = history((start) => 1_000 + ((start / DAY) % 5) * spread, now);
      const { lowNanoUsd, highNanoUsd } = forecastMonth({ days, now, zone: UTC })!;
      return highNanoUsd - lowNanoUsd;
    };
    expect(width(NOW, 100)).toBeGreaterThan(width(NOW, 10));
    expect(width(Date.UTC(2026, 10, 5, 12), 10)).toBeGreaterThan(width(NOW, 10));
  });
});

const sums = fc.array(fc.nat(1_000_000_000), { minLength: 63, maxLength: 63 });
const moments = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) });
const zones = fc.constantFrom(
  'UTC',
  'America/New_York',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Africa/Cairo',
);

describe('any history', () => {
  const made = (amounts: readonly number[], now: number, zone: string): readonly DaySum[] =>
    history(() => 0, now, zone).map(({ start }, at) => ({ start, listNanoUsd: amounts[at]! }));

  test('gives a range around the expectation, and never less than what was spent', () => {
    fc.assert(
      fc.property(sums, moments, zones, (amounts, now, zone) => {
        const days = made(amounts, now, zone);
        const { lowNanoUsd, expectedNanoUsd, highNanoUsd } = forecastMonth({ days, now, zone })!;
        const from = startOfInterval(now, 'month', zone);
        const spent = days
          .filter(({ start }) => start >= from)
          .reduce((total, { listNanoUsd }) => total + listNanoUsd, 0);
        expect(spent).toBeLessThanOrEqual(lowNanoUsd);
        expect(lowNanoUsd).toBeLessThanOrEqual(expectedNanoUsd);
        expect(expectedNanoUsd).toBeLessThanOrEqual(highNanoUsd);
        for (const amount of [lowNanoUsd, expectedNanoUsd, highNanoUsd])
          expect(Number.isSafeInteger(amount)).toBe(true);
      }),
    );
  });

  test('does not depend on the order of the days, and grows with them', () => {
    fc.assert(
      fc.property(sums, moments, zones, (amounts, now, zone) => {
        const days = made(amounts, now, zone);
        const forecast = forecastMonth({ days, now, zone })!;
        expect(forecastMonth({ days: [...days].reverse(), now, zone })).toEqual(forecast);
        const double = days.map(({ start, listNanoUsd }) => ({ start, listNanoUsd: 2 * listNanoUsd }));
        const twice = forecastMonth({ days: double, now, zone })!;
        expect(Math.abs(twice.expectedNanoUsd - 2 * forecast.expectedNanoUsd)).toBeLessThanOrEqual(2);
      }),
    );
  });

  test('of the same sum each day is that sum times the days of the month', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), moments, zones, (amount, now, zone) => {
        const days = history(() => amount, now, zone);
        const from = startOfInterval(now, 'month', zone);
        const count = intervalStarts(from, nextInterval(now, 'month', zone), 'day', zone).length;
        expect(forecastMonth({ days, now, zone })?.expectedNanoUsd).toBe(amount * count);
      }),
    );
  });
});
