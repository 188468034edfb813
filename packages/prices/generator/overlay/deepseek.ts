import type { BookCalendar, PricePeriod, Rates, TimeWindow } from '@meterline/core';
import { type Overlay, type Provenance, period } from './overlay-model.ts';

const OFFICIAL: Provenance = { src: 'deepseek', conf: 'O' };
const RECALLED: Provenance = { src: 'deepseek', conf: 'S' };

/**
 * Days on which prices differ by the hour. Holidays are the days off that the State Council announced for 2026; for
 * 2027 only the days that the law itself names, as the arrangement of days around them is announced year by year.
 * Weekends are off-peak even where they are worked in lieu.
 */
export const CALENDARS: Readonly<Record<string, BookCalendar>> = {
  daily: { offsetMinutes: 0, days: [0, 1, 2, 3, 4, 5, 6] },
  'cn-workday': {
    offsetMinutes: 480,
    days: [1, 2, 3, 4, 5],
    closed: [
      '2026-09-25',
      '2026-10-01',
      '2026-10-02',
      '2026-10-05',
      '2026-10-06',
      '2026-10-07',
      '2027-01-01',
      '2027-02-05',
      '2027-02-08',
      '2027-04-05',
      '2027-06-09',
      '2027-09-15',
      '2027-10-01',
    ],
  },
};

/** 09:00–12:00 and 14:00–18:00 in Beijing. */
const PEAK_MINUTES = [
  [60, 240],
  [360, 600],
] as const;
/** 16:30–00:30 UTC. */
const NIGHT_MINUTES = [
  [990, 1440],
  [0, 30],
] as const;

const PEAK_STARTS = '2026-08-16T16:00:00Z';
/** From Sunday, 23 August 2026 in Beijing, weekends are off-peak. */
const WEEKENDS_FREE = '2026-08-22T16:00:00Z';
const V4_1_FLASH = '2026-09-10T04:00:00Z';
const V3_1 = '2025-09-05T16:00:00Z';
const V3_2 = '2025-09-29T00:00:00Z';
const V4 = '2026-04-24T00:00:00Z';

const at = (input: number, output: number, read: number): Rates => ({ in: input, out: output, cr: read });
const half = (r: Rates): Rates => ({ in: r.in! / 2, out: r.out! / 2, cr: r.cr! / 2 });
const peak = (cal: string, r: Rates): TimeWindow[] => [{ cal, minutes: PEAK_MINUTES, r }];

const FLASH_4_PEAK = at(0.44, 1.32, 0.014);
const FLASH_4_1_PEAK = at(0.3, 1.2, 0.006);
const PRO_PEAK = at(1.32, 3.96, 0.044);

/** Off-peak is the base, peak is a window over it: every day at first, then on Chinese workdays. */
const peakPeriods = (rates: Rates, to?: string): PricePeriod[] => [
  period(half(rates), OFFICIAL, { from: PEAK_STARTS, to: WEEKENDS_FREE, win: peak('daily', rates) }),
  period(half(rates), OFFICIAL, {
    from: WEEKENDS_FREE,
    ...(to === undefined ? {} : { to }),
    win: peak('cn-workday', rates),
  }),
];

const flashPeriods = (from?: string): PricePeriod[] => [
  period(
    at(0.14, 0.28, 0.0028),
    { ...OFFICIAL, note: 'V4 cut the cache read to a tenth.' },
    { ...(from === undefined ? {} : { from }), to: PEAK_STARTS },
  ),
  ...peakPeriods(FLASH_4_PEAK, V4_1_FLASH).map((entry) => ({ ...entry, note: 'Peak pricing came in.' })),
  period(half(FLASH_4_1_PEAK), OFFICIAL, { from: V4_1_FLASH, win: peak('cn-workday', FLASH_4_1_PEAK) }),
];

/** The generations behind the two old names, before V4: prices by day and night, then flat. */
const beforeV4 = (day: Rates, night: Rates): PricePeriod[] => [
  period(
    day,
    { src: 'deepseek', conf: 'M' },
    { to: V3_1, win: [{ cal: 'daily', minutes: NIGHT_MINUTES, r: night }] },
  ),
  period(at(0.56, 1.68, 0.07), RECALLED, { from: V3_1, to: V3_2 }),
  period(
    at(0.28, 0.42, 0.028),
    { src: 'deepseek', conf: 'M', note: 'V3.2 quartered output.' },
    { from: V3_2, to: V4 },
  ),
];

export const DEEPSEEK: Overlay = {
  sources: { deepseek: { url: 'https://api-docs.deepseek.com/quick_start/pricing', seen: '2026-11-22' } },
  providers: {},
  models: {
    'deepseek:deepseek-chat': {
      p: [...beforeV4(at(0.27, 1.1, 0.07), at(0.135, 0.55, 0.035)), ...flashPeriods(V4)],
    },
    'deepseek:deepseek-reasoner': {
      a: ['deepseek-r1'],
      p: [...beforeV4(at(0.55, 2.19, 0.14), at(0.135, 0.55, 0.035)), ...flashPeriods(V4)],
    },
    'deepseek:deepseek-v4-flash': {
      a: ['deepseek-flash', 'deepseek-v4.1-flash'],
      p: flashPeriods(),
    },
    'deepseek:deepseek-v4-pro': {
      a: ['deepseek-pro', 'deepseek-v4-pro-0813'],
      p: [
        period(at(0.435, 0.87, 0.003625), OFFICIAL, { to: PEAK_STARTS }),
        ...peakPeriods(PRO_PEAK).map((entry) => ({
          ...entry,
          note: 'Peak pricing came in; the cache read rose most.',
        })),
      ],
    },
  },
};
