import { nextInterval, startOfInterval } from '@meterline/core';
import type { WebhookEvery } from '../config/webhook-config.ts';

/** A half-open range of time, UTC milliseconds. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

const MINUTE = 60_000;
/** Offsets of zones are whole quarters of an hour or more, so these begin when clocks show a round time. */
const LENGTHS_MS = { '1m': MINUTE, '5m': 5 * MINUTE, '15m': 15 * MINUTE } as const;

/** The rollup that an instant belongs to. Hours and days are those of the zone. */
export const windowOf = (instant: number, every: WebhookEvery, zone: string): Window => {
  if (every === '1h' || every === '1d') {
    const interval = every === '1h' ? 'hour' : 'day';
    return { start: startOfInterval(instant, interval, zone), end: nextInterval(instant, interval, zone) };
  }
  const length = LENGTHS_MS[every];
  const start = Math.floor(instant / length) * length;
  return { start, end: start + length };
};
