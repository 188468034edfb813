import { fail, ok, type Result } from '../error/codes.ts';
import { type Dimension, type Filter, PLAIN_DIMENSIONS } from './usage-query.ts';

/** Filters and dimensions as people and URLs write them: `app=codex`, `model!=gpt-5.5`, `project=` (not set). */

/** Filters of one question. */
export const MAX_FILTERS = 50;

/** How a value that is not set is written besides nothing at all. */
export const NOT_SET = '(none)';

const TAG = /^tag:.+/s;

/** A dimension by its name: one of the plain ones, or `tag:KEY`. */
export const parseDimension = (word: string): Result<Dimension> =>
  (PLAIN_DIMENSIONS as readonly string[]).includes(word) || TAG.test(word)
    ? ok(word as Dimension)
    : fail(
        'DIMENSION_UNKNOWN',
        `'${word}' is no dimension.`,
        `Dimensions: ${PLAIN_DIMENSIONS.join(', ')}, tag:KEY.`,
      );

/** `DIM=VALUE` or `DIM!=VALUE`; no value, or `(none)`, asks for calls on which the dimension is not set. */
export const parseFilter = (text: string): Result<Filter> => {
  const match = /^([^=!]+?)\s*(!?=)\s*(.*)$/s.exec(text.trim());
  if (match === null) return fail('USAGE_FLAG_INVALID', `'${text}' is not DIM=VALUE or DIM!=VALUE.`);
  const [, word = '', op = '=', value = ''] = match;
  const dimension = parseDimension(word.trim());
  if (!dimension.ok) return dimension;
  return ok({
    dimension: dimension.value,
    op: op === '!=' ? '!=' : '=',
    value: value === '' || value === NOT_SET ? null : value,
  });
};

/** The text that `parseFilter` reads back as the same filter. */
export const filterText = ({ dimension, op, value }: Filter): string => `${dimension}${op}${value ?? ''}`;
