import { LAPSE_MEASURES } from './lapse-measures.ts';
import { MEASURES } from './measures.ts';

/** Every column that the rollups by quarter and day hold, in their order. */
export const ROLLUP_MEASURES = [...MEASURES, ...LAPSE_MEASURES] as const;

/** What one kind of question sums: the first columns of those that sealed days keep together. */
export interface MeasureSet {
  readonly names: readonly string[];
  readonly kept: readonly string[];
}

export const USAGE_SET: MeasureSet = { names: MEASURES, kept: MEASURES };
/** The calls alone. */
export const CALLS_SET: MeasureSet = { names: MEASURES.slice(0, 1), kept: MEASURES };
export const LAPSE_SET: MeasureSet = { names: LAPSE_MEASURES, kept: LAPSE_MEASURES };
