import type { Dimension } from '@meterline/core';
import { useAnswer } from './use-answer.ts';

/** Groups that have a colour of their own; `--series-N` in tokens.css. */
const COLOURS = 12;
const KNOWN_VALUES = 200;
export const OTHER_COLOUR = 'var(--series-other)';

/**
 * The colour of each value of a dimension: by its rank in the whole ledger, asked once a visit, so that it is the same
 * on every chart, table and page, whatever is filtered.
 */
export const useColours = (dimension: Dimension): ((value: string | null) => string) => {
  const { data } = useAnswer(
    '/dimensions/{dimension}',
    { limit: KNOWN_VALUES },
    { params: { dimension }, still: true },
  );
  const values = data?.values ?? [];
  return (value) => {
    if (value === null) return OTHER_COLOUR;
    const rank = values.indexOf(value);
    return `var(--series-${(rank === -1 ? values.length + hash(value) : rank) % COLOURS})`;
  };
};

/** Some number for a name that came after the ranks were asked for. */
const hash = (text: string): number => {
  let sum = 0;
  for (let i = 0; i < text.length; i += 1) sum = (sum * 31 + text.charCodeAt(i)) % 9973;
  return sum;
};
