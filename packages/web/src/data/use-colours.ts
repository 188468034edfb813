import type { Dimension } from '@meterline/core';
import { useMemo } from 'react';
import { colourOfRank, NONE_COLOUR } from './colours.ts';
import { useAnswer } from './use-answer.ts';

const KNOWN_VALUES = 200;

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
      value === null ? NONE_COLOUR : colourOfRank(ranks.get(value) ?? values.length + hash(value));
  }, [values]);
};

/** Some number for a name that came after the ranks were asked for. */
const hash = (text: string): number => {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) % 9973;
  return sum;
};
