import type { Dimension, LedgerEvent, UsageTotals } from '@meterline/core';
import { dimensionValue } from '../call/dimension-value.ts';
import { mostUsed } from '../query/most-used.ts';
import { addCall, noSums, toTotals } from '../totals/measures.ts';

/** What the calls of a session or a task come to. */
export const totalsOfCalls = (
  events: readonly LedgerEvent[],
): UsageTotals & { readonly firstAt: number; readonly lastAt: number } => {
  const sums = noSums();
  for (const event of events) addCall(sums, event, 1);
  const times = events.map(({ startedAt }) => startedAt);
  return {
    ...toTotals(sums),
    firstAt: times.reduce((a, b) => Math.min(a, b)),
    lastAt: times.reduce((a, b) => Math.max(a, b)),
  };
};

/** What calls name, the most called first. */
export const namedBy =
  (events: readonly LedgerEvent[]) =>
  (textOf: (event: LedgerEvent) => string | undefined): readonly string[] =>
    mostUsed(events.map((event) => [textOf(event) ?? null, 1]));

/** Whether any of the calls holds a text, in whatever case. */
export const holdText = (
  events: readonly LedgerEvent[],
  search: string,
  searched: readonly Dimension[],
): boolean => {
  const needle = search.toLowerCase();
  return (
    needle === '' ||
    events.some((event) =>
      searched.some((dimension) => dimensionValue(event, dimension)?.toLowerCase().includes(needle)),
    )
  );
};

/** Characters that the beginning of an id must have, to be looked for as one. */
const PREFIX_MIN = 6;

/** What has this id, or else an id that begins so. */
export const findByText = <T>(all: readonly T[], idOf: (one: T) => string, text: string): readonly T[] => {
  const exact = all.filter((one) => idOf(one) === text);
  return exact.length > 0 || text.length < PREFIX_MIN
    ? exact
    : all.filter((one) => idOf(one).startsWith(text));
};
