import { describe, expect, it } from 'vitest';
import type { ChartGroup } from './chart-group.ts';
import { type ReadFrom, readingAt, spokenReading } from './chart-reading.ts';
import { moneyScale, shareScale } from './chart-scale.ts';
import { movedBy } from './use-chart-cursor.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 10, 21);
const money = moneyScale({ code: 'USD', perUsd: '1' });
const group = (
  name: string,
  values: readonly (number | null)[],
  more: Partial<ChartGroup> = {},
): ChartGroup => ({
  key: name,
  name,
  colour: 'red',
  values,
  ...more,
});
const from: ReadFrom = {
  buckets: {
    interval: 'day',
    starts: [START, START + DAY],
    labels: ['2026-11-21', '2026-11-22'],
    unfinished: true,
    end: null,
    zone: 'UTC',
  },
  groups: [
    group('opus', [3e9, 10e9]),
    group('haiku', [0, 2.5e9], { atLeast: [false, true] }),
    group('house', [null, null], { unknown: 'not priced' }),
  ],
  total: { values: [3e9, 12.5e9], atLeast: [true, true] },
  previous: { values: [1e9, 10e9], starts: [START - 30 * DAY, START - 29 * DAY] },
  text: money.text,
};

describe('what a bucket says', () => {
  it('is every group that has something, the total, and the period before', () => {
    expect(readingAt(from, 1)).toEqual({
      when: 'Sun 22 Nov 2026',
      isUnfinished: true,
      rows: [
        { key: 'opus', name: 'opus', colour: 'red', text: '$10.00' },
        { key: 'haiku', name: 'haiku', colour: 'red', text: '≥ $2.50' },
        { key: 'house', name: 'house', colour: 'red', text: 'not priced' },
      ],
      total: '≥ $12.50',
      previous: { when: 'Fri 23 Oct', text: '$10.00', change: 0.25 },
    });
    expect(readingAt(from, 0).rows.map(({ name }) => name)).toEqual(['opus', 'house']);
    expect(readingAt(from, 0).isUnfinished).toBe(false);
  });

  it('can be heard', () => {
    expect(spokenReading(readingAt(from, 1))).toBe(
      'Sun 22 Nov 2026, so far: total ≥ $12.50; opus $10.00, haiku ≥ $2.50, house not priced; before, Fri 23 Oct: $10.00 (▲ 25%)',
    );
    const nothing = { ...from, groups: [group('opus', [0, 0])], total: undefined, previous: undefined };
    expect(spokenReading(readingAt(nothing, 0))).toBe('Sat 21 Nov 2026: nothing');
  });
});

describe('scales', () => {
  it('put lines at even amounts of the money that is shown, written alike', () => {
    const francs = moneyScale({ code: 'CHF', perUsd: '0.8' });
    const ticks = francs.ticks(10e9, 4);
    expect(ticks.map((tick) => francs.tick(tick, ticks[1]!).replace('\u00a0', ' '))).toEqual([
      'CHF 0',
      'CHF 2',
      'CHF 4',
      'CHF 6',
      'CHF 8',
    ]);
    const small = money.ticks(0.9e9, 4);
    expect(small.map((tick) => money.tick(tick, small[1]!))).toEqual([
      '$0.00',
      '$0.25',
      '$0.50',
      '$0.75',
      '$1.00',
    ]);
    const tiny = money.ticks(4200, 4);
    expect(tiny.map((tick) => money.tick(tick, tiny[1]!)).at(-1)).toBe('$0.000006');
  });

  it('show shares of the whole', () => {
    expect(shareScale.ticks(0.3, 4).map((tick) => shareScale.tick(tick, 0.25))).toEqual([
      '0%',
      '25%',
      '50%',
      '75%',
      '100%',
    ]);
  });
});

describe('keys', () => {
  it('move the cursor within the chart', () => {
    expect(movedBy('ArrowLeft', 5, 10)).toBe(4);
    expect(movedBy('ArrowRight', 9, 10)).toBe(9);
    expect(movedBy('PageUp', 3, 10)).toBe(0);
    expect(movedBy('Home', 7, 10)).toBe(0);
    expect(movedBy('End', 2, 10)).toBe(9);
    expect(movedBy('a', 2, 10)).toBeUndefined();
  });
});
