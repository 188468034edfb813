import type { UsageQuery } from '@meterline/core';
import { describe, expect, test } from 'vitest';
import { planUsage } from './usage-plan.ts';

const at = (text: string) => Date.parse(`2026-11-${text}Z`);
const DAYS = ['19', '20', '21', '22'].map((day) => at(`${day}T00:00`));
const facts = {
  zone: 'UTC',
  days: DAYS,
  nextDay: (day: number) => day + 86_400_000,
  isSealed: (day: number) => day < at('21T00:00'),
  hasCalls: (from: number) => from < at('22T18:00'),
};

/** The plan as a person reads it: level, sign, interval and stretch of time. */
const plan = (query: Partial<UsageQuery>) => {
  const { cells, pieces } = planUsage({ zone: 'UTC', by: [], where: [], ...query }, facts);
  return pieces.flatMap(({ level, sign, spans }) =>
    spans.map(([cell, from, to]) => {
      const start = cells[cell];
      const text = (instant: number) =>
        new Date(instant).toISOString().slice(8, 19).replace(':00:00', '').replace(/:00$/, '');
      return `${sign < 0 ? '-' : '+'} ${level} ${start == null ? '' : `[${text(start)}] `}${text(from)}..${text(to)}`;
    }),
  );
};

describe('the planner', () => {
  test('takes whole days: sealed ones as segments, others as rows', () => {
    expect(plan({})).toEqual([
      '+ segment 19T00..20T00',
      '+ segment 20T00..21T00',
      '+ day_total 21T00..23T00',
    ]);
  });

  test('takes quarters at both ends, and calls inside a quarter', () => {
    expect(plan({ from: at('19T22:05'), to: at('21T10:20') })).toEqual([
      '+ segment 20T00..21T00',
      '+ segment_hours 19T23..20T00',
      '+ segment_quarters 19T22:15..19T23',
      '+ quarter_total 21T00..21T10:30',
      '+ event 19T22:05..19T22:15',
      '- event 21T10:20..21T10:30',
    ]);
  });

  test('a range inside one quarter is the calls from its start less those from its end', () => {
    expect(plan({ from: at('20T10:01'), to: at('20T10:02') })).toEqual([
      '+ event 20T10:01..20T10:15',
      '- event 20T10:02..20T10:15',
    ]);
  });

  test('days of another zone are made of quarters', () => {
    expect(plan({ zone: 'Asia/Kathmandu', interval: 'day', from: at('21T00:00') })).toEqual([
      '+ quarter_total [20T18:15] 21T00..21T18:15',
      '+ quarter_total [21T18:15] 21T18:15..22T18:15',
      '+ quarter_total [22T18:15] 22T18:15..23T00',
    ]);
  });

  test('parts of sealed days are taken by hours of the day, and by quarters beside a cut', () => {
    const to = at('20T10:00');
    expect(plan({ zone: 'America/New_York', interval: 'day', from: at('19T22:00'), to })).toEqual([
      '+ segment_hours [19T05] 19T22..20T00',
      '+ segment_hours [19T05] 20T00..20T05',
      '+ segment_hours [20T05] 20T05..20T10',
    ]);
    expect(plan({ zone: 'Asia/Kolkata', interval: 'day', from: at('20T00:00'), to })).toEqual([
      '+ segment_hours [19T18:30] 20T00..20T10',
    ]);
    expect(plan({ zone: 'Asia/Kolkata', interval: 'day', from: at('19T00:00'), to: at('20T00:00') })).toEqual(
      [
        '+ segment_hours [18T18:30] 19T00..19T18',
        '+ segment_hours [19T18:30] 19T19..20T00',
        '+ segment_quarters [18T18:30] 19T18..19T18:30',
        '+ segment_quarters [19T18:30] 19T18:30..19T19',
      ],
    );
    expect(plan({ interval: 'hour', from: at('20T08:30'), to })).toEqual([
      '+ segment_hours [20T09] 20T09..20T10',
      '+ segment_quarters [20T08] 20T08:30..20T09',
    ]);
  });

  test('weeks and months of the ledger are made of its days, hours of quarters', () => {
    expect(plan({ interval: 'month' })[0]).toBe('+ segment [01T00] 19T00..20T00');
    expect(plan({ interval: 'week', from: at('21T00:00') })).toEqual(['+ day_total [16T00] 21T00..23T00']);
    expect(plan({ interval: 'hour', from: at('22T23:00') })).toEqual([
      '+ quarter_total [22T23] 22T23..23T00',
    ]);
  });

  test('a day whose last call is in the range is taken whole', () => {
    expect(plan({ from: at('22T00:00'), to: at('22T18:05') })).toEqual([
      '+ day_total 22T00..23T00',
      '- event 22T18:05..22T18:15',
    ]);
    expect(plan({ from: at('22T00:00'), to: at('22T17:00') })).toEqual(['+ quarter_total 22T00..22T17']);
  });

  test('an empty range needs nothing', () => {
    expect(plan({ from: 5, to: 5 })).toEqual([]);
  });
});
