import { PERIODS } from '@meterline/core';
import type { OptionSpec } from '../command-spec.ts';

/** Which calls a report is about: shared by every report over time. */
export const RANGE_OPTIONS: readonly OptionSpec[] = [
  { name: 'period', short: 'p', value: 'PERIOD', summary: PERIODS.join(', '), choices: PERIODS },
  {
    name: 'since',
    short: 's',
    value: 'DATE',
    summary: 'first day or instant: 2026-11-01, 2026-11-01T14:30, 7d, 12h',
  },
  { name: 'until', short: 'u', value: 'DATE', summary: 'last day (included) or instant (excluded)' },
];

export const WHERE_OPTION: OptionSpec = {
  name: 'where',
  short: 'w',
  value: 'DIM=VALUE',
  summary: 'only calls with this value; DIM!=VALUE for all but it; repeatable',
  repeatable: true,
  complete: 'dimension',
};

export const LIMIT_OPTION: OptionSpec = {
  name: 'limit',
  short: 'n',
  value: 'ROWS',
  summary: 'rows to show, the largest first',
};
