import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { createWeekClock } from './week-clock.ts';

const ZONES = [
  'UTC',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/New_York',
  'Pacific/Apia',
  'Africa/Cairo',
];

test('weeks begin on Monday', () => {
  const clock = createWeekClock('UTC');
  expect(clock(Date.parse('2026-11-23T00:00Z'))).toEqual({ weekday: 0, hour: 0 });
  expect(clock(Date.parse('2026-11-22T23:59Z'))).toEqual({ weekday: 6, hour: 23 });
  expect(clock(Date.parse('1969-12-31T05:00Z'))).toEqual({ weekday: 2, hour: 5 });
});

test('the hour that comes twice is one hour of the week', () => {
  const clock = createWeekClock('America/New_York');
  expect(clock(Date.parse('2026-11-01T05:30Z'))).toEqual({ weekday: 6, hour: 1 });
  expect(clock(Date.parse('2026-11-01T06:30Z'))).toEqual({ weekday: 6, hour: 1 });
});

test('agrees with the calendar in any zone', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2040-01-01') }),
      fc.constantFrom(...ZONES),
      (instant, zone) => {
        const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        expect(createWeekClock(zone)(instant)).toEqual({ weekday: wall.dayOfWeek - 1, hour: wall.hour });
      },
    ),
    { numRuns: 500 },
  );
});
