import type { View } from '../state/view.ts';

const PERIOD_TEXTS: Readonly<Record<View['period'], string>> = {
  '24h': 'Last 24 hours',
  today: 'Today',
  yesterday: 'Yesterday',
  week: 'This week',
  month: 'This month',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  year: 'This year',
  all: 'All time',
};

/** `2026-11-01 … 2026-11-22`, `since 2026-11-01`, `Last 30 days` */
export const rangeText = ({ period, from, to }: View): string => {
  if (from === undefined && to === undefined) return PERIOD_TEXTS[period];
  if (to === undefined) return `since ${shown(from!)}`;
  if (from === undefined) return `until ${shown(to)}`;
  return shown(from) === shown(to) ? shown(from) : `${shown(from)} – ${shown(to)}`;
};

/** An instant to the minute, a day as it is. */
const shown = (end: string): string =>
  /^\d{11,}$/.test(end)
    ? new Date(Number(end)).toISOString().slice(0, 16).replace('T', ' ').concat(' UTC')
    : end.replace('T', ' ').replace(/(:\d\d)(:\d\d)?(\.\d+)?Z$/, '$1 UTC');
