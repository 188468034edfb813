import { type Filter, MeterlineError } from '@meterline/core';
import { dimensionOf } from './dimension.ts';

/** How people write "not set": `--where project=` or `--where project=(none)`. */
const NOT_SET = new Set(['', '(none)']);

/** `model=gpt-5.5`, `app!=codex`, `project=` (not set). */
export const filterOf = (text: string): Filter => {
  const match = /^([^=!]+?)\s*(!?=)\s*(.*)$/s.exec(text.trim());
  if (match === null)
    throw new MeterlineError({
      code: 'USAGE_FLAG_INVALID',
      message: `--where is '${text}', but must be DIM=VALUE or DIM!=VALUE.`,
      hint: "For example --where app=codex, or --where 'model!=gpt-5.5'.",
    });
  const [, dimension = '', op = '=', value = ''] = match;
  return {
    dimension: dimensionOf('where', dimension.trim()),
    op: op === '!=' ? '!=' : '=',
    value: NOT_SET.has(value) ? null : value,
  };
};

export const filtersOf = (texts: readonly string[]): readonly Filter[] => texts.map(filterOf);

/** The filter as it was meant, for titles: `app = codex`. */
export const filterText = ({ dimension, op, value }: Filter): string =>
  `${dimension} ${op === '=' ? '=' : '≠'} ${value ?? '(none)'}`;
