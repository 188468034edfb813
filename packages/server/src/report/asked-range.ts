import {
  fail,
  nextInterval,
  ok,
  type Period,
  parseInstant,
  periodRange,
  type Result,
  type TimeRange,
} from '@meterline/core';

/** The time that a report is about, and how people call it. */
export interface AskedRange extends TimeRange {
  /** Set when the range came from a period's name or a default. */
  readonly period: Period | undefined;
}

/** A range as it was asked for, in words; on the command line and in URLs alike. */
export interface RangeWords {
  readonly period?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** What the three are called where they were given (`--since`, `from`), for faults. */
export type RangeNames = Readonly<Record<'period' | 'from' | 'to', string>>;

const WHOLE_DAY = /^(\d{4}-\d{2}-\d{2}|today|yesterday)$/;

/** Whether the words mean a calendar day, not a moment. */
export const isWholeDay = (text: string): boolean => WHOLE_DAY.test(text.trim());

/** A moment in words, UTC milliseconds. A fault says what it is called and what was given. */
export const instantOf = (name: string, text: string, zone: string, now: number): Result<number> => {
  const result = parseInstant(text, zone, now);
  if (result.ok) return result;
  const message = `${name} is '${text}', which is not a date or time.`;
  return { ok: false, fault: { ...result.fault, message } };
};

/** A whole day as an end includes that day, as people mean it; a moment is excluded. */
const endOf = (name: string, text: string, zone: string, now: number): Result<number> => {
  const instant = instantOf(name, text, zone, now);
  if (!instant.ok || !isWholeDay(text)) return instant;
  return ok(nextInterval(instant.value, 'day', zone));
};

/** Reads a period's name, or a beginning and an end. Without any of them the range is that of `fallback`. */
export const askedRange = (
  { period, from, to }: RangeWords,
  names: RangeNames,
  zone: string,
  now: number,
  fallback: Period,
): Result<AskedRange> => {
  if (from === undefined && to === undefined) {
    const name = (period ?? fallback) as Period;
    const range = periodRange(name, zone, now);
    return range.ok ? ok({ ...range.value, period: name }) : range;
  }
  if (period !== undefined)
    return fail(
      'USAGE_FLAG_INVALID',
      `${names.period} ${period} cannot stand beside ${names.from} or ${names.to}; give one or the other.`,
    );
  const first = from === undefined ? undefined : instantOf(names.from, from, zone, now);
  if (first?.ok === false) return first;
  const last = to === undefined ? undefined : endOf(names.to, to, zone, now);
  if (last?.ok === false) return last;
  if (first !== undefined && last !== undefined && first.value >= last.value)
    return fail('DATE_INVALID', `${names.from} ${from} is not before ${names.to} ${to}.`);
  return ok({
    ...(first === undefined ? {} : { from: first.value }),
    ...(last === undefined ? {} : { to: last.value }),
    period: undefined,
  });
};
