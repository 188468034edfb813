import { type Filter, MeterlineError, parseFilter } from '@meterline/core';
import { dimensionOf } from './dimension.ts';

/** `model=gpt-5.5`, `app!=codex`, `project=` (not set). */
export const filterOf = (text: string): Filter => {
  const filter = parseFilter(text);
  if (filter.ok) return filter.value;
  // A dimension that does not exist is told with the one that may be meant.
  if (filter.fault.code === 'DIMENSION_UNKNOWN')
    dimensionOf('where', text.slice(0, text.search(/!?=/)).trim());
  throw new MeterlineError({
    code: 'USAGE_FLAG_INVALID',
    message: `--where is '${text}', but must be DIM=VALUE or DIM!=VALUE.`,
    hint: "For example --where app=codex, or --where 'model!=gpt-5.5'.",
  });
};

export const filtersOf = (texts: readonly string[]): readonly Filter[] => texts.map(filterOf);

/** The filter as it was meant, for titles: `app = codex`. */
export const filterText = ({ dimension, op, value }: Filter): string =>
  `${dimension} ${op === '=' ? '=' : '≠'} ${value ?? '(none)'}`;
