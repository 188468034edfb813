import { describe, expect, test } from 'vitest';
import { parseInstant } from './parse-instant.ts';
import { PERIODS, periodRange, previousRange } from './period.ts';
import { isZone } from './zone.ts';

const NY = 'America/New_York';
const NOW = Date.parse('2026-11-22T15:00:00Z'); // Sunday, 10:00 in New York
const at = (text: string) => Date.parse(text);
const value = (period: string, zone = NY, now = NOW) => {
  const result = periodRange(period, zone, now);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
};

describe('periodRange', () => {
  test('names calendar days of the zone', () => {
    expect(value('today')).toEqual({ from: at('2026-11-22T05:00Z'), to: NOW });
    expect(value('yesterday')).toEqual({ from: at('2026-11-21T05:00Z'), to: at('2026-11-22T05:00Z') });
    expect(value('week')).toEqual({ from: at('2026-11-16T05:00Z'), to: NOW });
    expect(value('month')).toEqual({ from: at('2026-11-01T04:00Z'), to: NOW });
    expect(value('7d')).toEqual({ from: at('2026-11-16T05:00Z'), to: NOW });
    expect(value('90d')).toEqual({ from: at('2026-08-25T04:00Z'), to: NOW });
    expect(value('year')).toEqual({ from: at('2026-01-01T05:00Z'), to: NOW });
    expect(value('all')).toEqual({});
    expect(value('24h')).toEqual({ from: NOW - 86_400_000, to: NOW });
  });

  test('faults name what was given and what is valid', () => {
    expect(periodRange('fortnight', NY, NOW)).toMatchObject({
      fault: {
        code: 'DATE_INVALID',
        message: expect.stringContaining('fortnight'),
        hint: expect.stringContaining('90d'),
      },
    });
    expect(periodRange('7d', 'Mars/Base', NOW)).toMatchObject({ fault: { code: 'ZONE_UNKNOWN' } });
  });
});

describe('previousRange', () => {
  test('compares 24 hours with those before, whatever the clocks did', () => {
    const range = { from: NOW - 86_400_000, to: NOW };
    expect(previousRange(range, '24h', NY)).toEqual({ from: NOW - 2 * 86_400_000, to: NOW - 86_400_000 });
  });

  test('compares today until now with yesterday until the same time', () => {
    expect(previousRange(value('today'), 'today', NY)).toEqual({
      from: at('2026-11-21T05:00Z'),
      to: at('2026-11-21T15:00Z'),
    });
  });

  test('keeps the time of day over a change of the clocks', () => {
    const now = at('2026-11-02T15:00Z');
    expect(previousRange(value('month', NY, now), 'month', NY)).toEqual({
      from: at('2026-10-01T04:00Z'),
      to: at('2026-10-02T14:00Z'),
    });
  });

  test('a shorter month does not reach into the period itself', () => {
    const now = at('2026-03-31T12:00Z');
    expect(previousRange(value('month', 'UTC', now), 'month', 'UTC')).toEqual({
      from: at('2026-02-01T00:00Z'),
      to: at('2026-02-28T12:00Z'),
    });
  });

  test('weeks, days and years go back by themselves', () => {
    expect(previousRange(value('week'), 'week', NY)?.from).toBe(at('2026-11-09T05:00Z'));
    expect(previousRange(value('30d'), '30d', NY)?.from).toBe(at('2026-09-24T04:00Z'));
    expect(previousRange(value('year'), 'year', NY)).toEqual({
      from: at('2025-01-01T05:00Z'),
      to: at('2025-11-22T15:00Z'),
    });
  });

  test('a range of whole days goes back by days, any other by its length', () => {
    const days = { from: at('2026-11-01T04:00Z'), to: at('2026-11-03T05:00Z') };
    expect(previousRange(days, undefined, NY)).toEqual({ from: at('2026-10-30T04:00Z'), to: days.from });
    expect(previousRange({ from: 1_000, to: 1_500 }, undefined, NY)).toEqual({ from: 500, to: 1_000 });
  });

  test('a midnight stays a midnight where the clocks skip one', () => {
    const day = { from: at('2026-09-06T04:00Z'), to: at('2026-09-07T03:00Z') };
    expect(previousRange(day, undefined, 'America/Santiago')).toEqual({
      from: at('2026-09-05T04:00Z'),
      to: day.from,
    });
  });

  test('an unbounded range has none before it', () => {
    for (const period of [...PERIODS, undefined]) expect(previousRange({}, period, NY)).toBeUndefined();
  });
});

describe('parseInstant', () => {
  test.each([
    ['2026-11-01', '2026-11-01T04:00Z'],
    ['2026-11-01 14:30', '2026-11-01T19:30Z'],
    ['2026-11-01T14:30:15.250', '2026-11-01T19:30:15.250Z'],
    ['2026-11-01T14:30:00Z', '2026-11-01T14:30Z'],
    ['2026-11-01T14:30:00+05:45', '2026-11-01T08:45Z'],
    ['24h', '2026-11-21T15:00Z'],
    ['90m ago', '2026-11-22T13:30Z'],
    ['30d', '2026-10-23T14:00Z'],
    ['2w', '2026-11-08T15:00Z'],
    ['today', '2026-11-22T05:00Z'],
    ['yesterday', '2026-11-21T05:00Z'],
    ['now', '2026-11-22T15:00Z'],
    [`${Date.parse('2026-11-01T14:30Z')}`, '2026-11-01T14:30Z'],
  ])('reads %s', (text, expected) => {
    expect(parseInstant(text, NY, NOW)).toEqual({ ok: true, value: at(expected) });
  });

  test.each([
    '',
    '2026-02-30',
    '2026-13-01',
    '12/11/2026',
    '7x',
    '1850-01-01',
    '2026-11-01T25:00',
    '999999d',
    '20261101',
    '999999999999999',
  ])('refuses %j and names it', (text) => {
    expect(parseInstant(text, NY, NOW)).toMatchObject({
      ok: false,
      fault: {
        code: 'DATE_INVALID',
        message: expect.stringContaining(text),
        hint: expect.stringContaining('7d'),
      },
    });
  });

  test('refuses a zone that is none', () => {
    expect(parseInstant('7d', 'Berlin', NOW)).toMatchObject({ fault: { code: 'ZONE_UNKNOWN' } });
    expect(['UTC', 'Asia/Kathmandu', '+05:30', '', 'Europe/Nowhere'].map(isZone)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
