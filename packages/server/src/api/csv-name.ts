import { formatInstant } from '@meterline/core';
import type { Question } from './question.ts';

/** `usage_2026-11-01_2026-11-22`: what is in the file, and of which days of the zone, both included. */
export const csvName = (what: string, { range: { from, to }, zone }: Question): string => {
  const day = (instant: number): string => formatInstant(instant, zone, 'day');
  const parts = [from === undefined ? undefined : day(from), to === undefined ? undefined : day(to - 1)];
  return [what, ...(from === undefined && to === undefined ? ['all'] : parts)]
    .filter((part) => part !== undefined)
    .join('_');
};
