import { formatInterval, INTERVALS, intervalStarts, nextInterval } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketName, labelOf } from './bucket-name.ts';
import { type Buckets, canZoom, rangeOfBuckets } from './bucket-range.ts';
import { bucketTicks } from './bucket-ticks.ts';

const DAY = 86_400_000;
const ZONES = ['UTC', 'Europe/Zurich', 'America/New_York', 'Asia/Kathmandu', 'Pacific/Apia'];
const interval = fc.constantFrom(...INTERVALS);
const zone = fc.constantFrom(...ZONES);
const from = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2027, 0, 1) });
const days = fc.integer({ min: 1, max: 40 });
/** Calendars of real zones are slow to ask. */
const FEW = { numRuns: 40 };

/** The buckets that the server would give. */
const bucketsOf = (one: (typeof INTERVALS)[number], of: string, start: number, end: number): Buckets => {
  const starts = intervalStarts(start, end, one, of);
  const labels = starts.map((at) => formatInterval(at, one, of));
  return { interval: one, starts, labels, unfinished: false, end, zone: of };
};

describe('names of buckets', () => {
  it('are put into words, the same in every zone of the reader', () => {
    expect(bucketName('2026-11-22 14:00', 'hour')).toBe('Sun 22 Nov 2026, 14:00');
    expect(bucketName('2026-11-22', 'day')).toBe('Sun 22 Nov 2026');
    expect(bucketName('2026-11-16', 'week')).toBe('Week of 16 Nov 2026');
    expect(bucketName('2026-11', 'month')).toBe('November 2026');
    expect(bucketName('2026-10-23', 'day', '2026-11-22')).toBe('Fri 23 Oct');
    expect(bucketName('what is this', 'day')).toBe('what is this');
  });

  it('of the period before are those that the server would give', () => {
    fc.assert(
      fc.property(interval, zone, from, (one, of, start) => {
        const at = intervalStarts(start, start + DAY, one, of)[0]!;
        expect(labelOf(at, one, of)).toBe(formatInterval(at, one, of));
      }),
    );
  });
});

describe('the range of marked buckets', () => {
  it('holds all of them and nothing more, and never ends after the chart', () => {
    fc.assert(
      fc.property(interval, zone, from, days, fc.nat(), fc.nat(), (one, of, start, length, a, b) => {
        const buckets = bucketsOf(one, of, start, start + length * DAY);
        const count = buckets.starts.length;
        const [first, last] = [a % count, b % count];
        const range = rangeOfBuckets(buckets, first, last);
        expect(rangeOfBuckets(buckets, last, first)).toEqual(range);
        const [low, high] = [Math.min(first, last), Math.max(first, last)];
        if (one === 'hour') {
          expect(Number(range.from)).toBe(buckets.starts[low]);
          expect(Number(range.to)).toBe(
            Math.min(nextInterval(buckets.starts[high]!, 'hour', of), buckets.end!),
          );
          return;
        }
        // Days are said by name: the first of the first bucket, the last of the last that the chart shows.
        expect(range.from).toBe(formatInterval(buckets.starts[low]!, 'day', of));
        const lastShown = Math.min(nextInterval(buckets.starts[high]!, one, of), buckets.end!) - 1;
        expect(range.to).toBe(formatInterval(lastShown, 'day', of));
      }),
      FEW,
    );
  });

  it('is not offered where there is nothing more to see', () => {
    const hours = bucketsOf('hour', 'UTC', 0, DAY);
    expect(canZoom(hours, 0, 23)).toBe(false);
    expect(canZoom(hours, 2, 3)).toBe(true);
    expect(canZoom(bucketsOf('day', 'UTC', 0, DAY), 0, 0)).toBe(true);
    expect(canZoom(bucketsOf('day', 'UTC', 0, 0), 0, 0)).toBe(false);
  });
});

describe('the names below the axis', () => {
  it('are in order and never more than there is room for', () => {
    fc.assert(
      fc.property(
        interval,
        zone,
        from,
        days,
        fc.integer({ min: 1, max: 30 }),
        (one, of, start, length, room) => {
          const { labels } = bucketsOf(one, of, start, start + length * DAY);
          const ticks = bucketTicks(labels, one, room);
          expect(ticks.length).toBeLessThanOrEqual(room);
          const indexes = ticks.map(({ index }) => index);
          expect(indexes).toEqual([...new Set(indexes)].sort((a, b) => a - b));
          for (const index of indexes) expect(labels[index]).toBeDefined();
          if (one === 'day' || one === 'week') expect(indexes.at(-1)).toBe(labels.length - 1);
        },
      ),
      FEW,
    );
  });

  const text = (one: (typeof INTERVALS)[number], start: string, end: string, room: number) =>
    bucketTicks(bucketsOf(one, 'UTC', Date.parse(start), Date.parse(end)).labels, one, room).map(
      (tick) => tick.text,
    );

  it('stand at moments that people count by', () => {
    expect(text('day', '2026-11-01', '2026-11-23', 8)).toEqual([
      '1 Nov',
      '4 Nov',
      '7 Nov',
      '10 Nov',
      '13 Nov',
      '16 Nov',
      '19 Nov',
      '22 Nov',
    ]);
    expect(text('hour', '2026-11-21T20:00Z', '2026-11-22T09:00Z', 5)).toEqual([
      '21:00',
      '22 Nov',
      '03:00',
      '06:00',
    ]);
    expect(text('month', '2025-10-01', '2026-06-01', 8)).toEqual([
      'Oct 2025',
      'Nov',
      'Dec',
      'Jan 2026',
      'Feb',
      'Mar',
      'Apr',
      'May',
    ]);
  });

  it('are none where there is no room, or nothing to name', () => {
    expect(bucketTicks(['2026-11-22'], 'day', 0)).toEqual([]);
    expect(bucketTicks([], 'day', 10)).toEqual([]);
    expect(bucketTicks(['nonsense'], 'day', 10)).toEqual([]);
  });
});
