import type { Dimension } from '@meterline/core';
import { useMemo } from 'react';
import { useAnswer } from './use-answer.ts';

/** Groups that have a colour of their own; `--series-N` in tokens.css. */
const COLOURS = 12;
const KNOWN_VALUES = 200;
/** Everything past the largest groups. */
export const OTHER_COLOUR = 'var(--series-other)';
/** Calls on which the dimension is not set. */
const NONE_COLOUR = 'var(--series-none)';

/**
 * The colour of each value of a dimension: by its rank in the whole ledger, asked once a visit, so that it is the same
 * on every chart, table and page, whatever is filtered.
 */
export const useColours = (dimension: Dimension): ((value: string | null) => string) => {
  const { data, isPlaceholderData } = useAnswer(
    '/dimensions/{dimension}',
    { limit: KNOWN_VALUES },
    { params: { dimension }, still: true },
  );
  // Grey until the ranks are known: a colour that changes is worse than one that comes.
  const values = isPlaceholderData ? undefined : data?.values;
  return useMemo((): ((value: string | null) => string) => {
    if (values === undefined) return () => NONE_COLOUR;
    const ranks = new Map(values.map((value, rank) => [value, rank]));
    return (value) =>
      value === null ? NONE_COLOUR : colourOf(ranks.get(value) ?? values.length + hash(value));
  }, [values]);
};

/** The second dozen are shades of the first, so that two neighbours in rank never look alike. */
const colourOf = (rank: number): string => {
  const base = `var(--series-${rank % COLOURS})`;
  return Math.floor(rank / COLOURS) % 2 === 0 ? base : `color-mix(in oklab, ${base} 60%, var(--text))`;
};

/** Some number for a name that came after the ranks were asked for. */
const hash = (text: string): number => {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) % 9973;
  return sum;
};
