import {
  MeterlineError,
  nextInterval,
  type Period,
  parseInstant,
  periodRange,
  type Result,
  type TimeRange,
} from '@meterline/core';
import type { Flags } from '../program/flags.ts';

/** The time that a report is about, and how people call it. */
export interface AskedRange extends TimeRange {
  /** Set when the range came from `--period` or a default. */
  readonly period: Period | undefined;
}

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new MeterlineError(result.fault);
  return result.value;
};

/** A `DATE` of an option, UTC milliseconds. A fault names the flag and the value. */
export const instantFlag = (flag: string, text: string, zone: string, now: number): number => {
  const result = parseInstant(text, zone, now);
  if (result.ok) return result.value;
  throw new MeterlineError({
    ...result.fault,
    message: `--${flag} is '${text}', which is not a date or time.`,
  });
};

const WHOLE_DAY = /^(\d{4}-\d{2}-\d{2}|today|yesterday)$/;

/** `--until 2026-11-30` includes that day, as people mean it; an instant is excluded. */
const untilFlag = (text: string, zone: string, now: number): number => {
  const instant = instantFlag('until', text, zone, now);
  return WHOLE_DAY.test(text.trim()) ? nextInterval(instant, 'day', zone) : instant;
};

/** Reads `--period`, `--since` and `--until`. Without any of them the range is that of `fallback`. */
export const rangeOf = (flags: Flags, zone: string, now: number, fallback: Period): AskedRange => {
  const period = flags.text('period');
  const since = flags.text('since');
  const until = flags.text('until');
  if (since === undefined && until === undefined) {
    const name = (period ?? fallback) as Period;
    return { ...must(periodRange(name, zone, now)), period: name };
  }
  if (period !== undefined)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `--period ${period} cannot stand beside --since or --until; give one or the other.`,
    });
  const from = since === undefined ? undefined : instantFlag('since', since, zone, now);
  const to = until === undefined ? undefined : untilFlag(until, zone, now);
  if (from !== undefined && to !== undefined && from >= to)
    throw new MeterlineError({
      code: 'DATE_INVALID',
      message: `--since ${since} is not before --until ${until}.`,
    });
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), period: undefined };
};

/** One calendar day in the zone: `--date`. */
export const dayRange = (flag: string, text: string, zone: string, now: number): AskedRange => {
  const from = instantFlag(flag, text, zone, now);
  if (!WHOLE_DAY.test(text.trim()))
    throw new MeterlineError({
      code: 'DATE_INVALID',
      message: `--${flag} is '${text}', but must be a day such as 2026-11-01, today or yesterday.`,
    });
  return { from, to: nextInterval(from, 'day', zone), period: undefined };
};
