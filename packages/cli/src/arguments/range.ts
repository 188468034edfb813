import { MeterlineError, nextInterval, type Period, type Result } from '@meterline/core';
import { type AskedRange, askedRange, instantOf, isWholeDay } from '@meterline/server';
import type { Flags } from '../program/flags.ts';

export type { AskedRange };

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new MeterlineError(result.fault);
  return result.value;
};

const NAMES = { period: '--period', from: '--since', to: '--until' } as const;

/** A `DATE` of an option, UTC milliseconds. A fault names the flag and the value. */
export const instantFlag = (flag: string, text: string, zone: string, now: number): number =>
  must(instantOf(`--${flag}`, text, zone, now));

/** Reads `--period`, `--since` and `--until`. Without any of them the range is that of `fallback`. */
export const rangeOf = (flags: Flags, zone: string, now: number, fallback: Period): AskedRange =>
  must(
    askedRange(
      { period: flags.text('period'), from: flags.text('since'), to: flags.text('until') },
      NAMES,
      zone,
      now,
      fallback,
    ),
  );

/** One calendar day in the zone: `--date`. */
export const dayRange = (flag: string, text: string, zone: string, now: number): AskedRange => {
  const from = instantFlag(flag, text, zone, now);
  if (!isWholeDay(text))
    throw new MeterlineError({
      code: 'DATE_INVALID',
      message: `--${flag} is '${text}', but must be a day such as 2026-11-01, today or yesterday.`,
    });
  return { from, to: nextInterval(from, 'day', zone), period: undefined };
};
