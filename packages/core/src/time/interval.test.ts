import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { INTERVALS } from '../query/usage-query.ts';
import { createDayFinder } from './day-finder.ts';
import { dayKey } from './format-instant.ts';
import { intervalIndex, intervalStarts, nextInterval, startOfInterval } from './interval.ts';

const ZONES = [
  'UTC',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'America/New_York',
];
const HOUR = 3_600_000;
const iso = (starts: readonly number[]) => starts.map((start) => new Date(start).toISOString());
const day = (text: string, zone: string) => startOfInterval(Date.parse(text), 'day', zone);
const hoursOf = (noon: string, zone: string) => {
  const start = day(noon, zone);
  return (nextInterval(start, 'day', zone) - start) / HOUR;
};

describe('days', () => {
  test('begin at the local midnight, half and quarter hours included', () => {
    expect(iso([day('2026-11-22T12:00Z', 'Asia/Kolkata')])).toEqual(['2026-11-21T18:30:00.000Z']);
    expect(iso([day('2026-11-22T12:00Z', 'Asia/Kathmandu')])).toEqual(['2026-11-21T18:15:00.000Z']);
  });

  test('are as long as the clocks make them', () => {
    expect(hoursOf('2026-03-08T18:00Z', 'America/New_York')).toBe(23);
    expect(hoursOf('2026-11-01T18:00Z', 'America/New_York')).toBe(25);
    expect(hoursOf('2026-10-04T02:00Z', 'Australia/Lord_Howe')).toBe(23.5);
    expect(hoursOf('2026-04-05T02:00Z', 'Australia/Lord_Howe')).toBe(24.5);
  });

  test('begin at 01:00 where the clocks skip midnight', () => {
    expect(iso([day('2026-09-06T12:00Z', 'America/Santiago')])).toEqual(['2026-09-06T04:00:00.000Z']);
    expect(hoursOf('2026-09-06T12:00Z', 'America/Santiago')).toBe(23);
    expect(hoursOf('2024-04-26T12:00Z', 'Africa/Cairo')).toBe(23);
    expect(hoursOf('2024-03-31T12:00Z', 'Asia/Beirut')).toBe(23);
    expect(hoursOf('2018-11-04T12:00Z', 'America/Sao_Paulo')).toBe(23);
  });

  test('that a zone skipped do not exist', () => {
    const starts = intervalStarts(
      Date.parse('2011-12-29T12:00Z'),
      Date.parse('2012-01-01T12:00Z'),
      'day',
      'Pacific/Apia',
    );
    expect(starts.map((start) => dayKey(start, 'Pacific/Apia'))).toEqual([
      '2011-12-29',
      '2011-12-31',
      '2012-01-01',
      '2012-01-02',
    ]);
  });
});

describe('hours, weeks, months', () => {
  test('a half-hour change of the clocks cuts the hour', () => {
    const starts = intervalStarts(
      Date.parse('2026-10-03T14:30Z'),
      Date.parse('2026-10-03T17:00Z'),
      'hour',
      'Australia/Lord_Howe',
    );
    expect(iso(starts)).toEqual([
      '2026-10-03T14:30:00.000Z',
      '2026-10-03T15:30:00.000Z',
      '2026-10-03T16:00:00.000Z',
    ]);
  });

  test('the hour that comes twice is two hours', () => {
    const starts = intervalStarts(
      Date.parse('2026-11-01T05:00Z'),
      Date.parse('2026-11-01T07:00Z'),
      'hour',
      'America/New_York',
    );
    expect(iso(starts)).toEqual(['2026-11-01T05:00:00.000Z', '2026-11-01T06:00:00.000Z']);
  });

  test('weeks begin on Monday, months on the first', () => {
    expect(dayKey(startOfInterval(Date.parse('2026-11-22T12:00Z'), 'week', 'UTC'), 'UTC')).toBe('2026-11-16');
    const months = intervalStarts(
      Date.parse('2026-01-31T00:00Z'),
      Date.parse('2026-04-01T00:00Z'),
      'month',
      'UTC',
    );
    expect(months.map((start) => dayKey(start, 'UTC'))).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
  });
});

const instants = fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2040-01-01') });
const spans = fc.integer({ min: 1, max: 40 * 24 * HOUR });

describe('any range in any zone', () => {
  test('is cut into adjoining intervals, each stamp in exactly one', () => {
    fc.assert(
      fc.property(
        instants,
        spans,
        fc.constantFrom(...ZONES),
        fc.constantFrom(...INTERVALS),
        fc.array(fc.nat(), { maxLength: 20 }),
        (from, span, zone, interval, picks) => {
          const to = from + span;
          const starts = intervalStarts(from, to, interval, zone);
          expect(starts[0]).toBeLessThanOrEqual(from);
          expect(nextInterval(starts.at(-1)!, interval, zone)).toBeGreaterThanOrEqual(to);
          for (let i = 1; i < starts.length; i++) {
            expect(starts[i]).toBeGreaterThan(starts[i - 1]!);
            expect(nextInterval(starts[i - 1]!, interval, zone)).toBe(starts[i]);
          }
          for (const pick of picks) {
            const stamp = from + (pick % span);
            expect(starts[intervalIndex(starts, stamp)]).toBe(startOfInterval(stamp, interval, zone));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the day finder agrees with the calendar', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...ZONES), (instant, zone) => {
        expect(createDayFinder(zone)(instant)).toBe(startOfInterval(instant, 'day', zone));
      }),
      { numRuns: 300 },
    );
  });
});
