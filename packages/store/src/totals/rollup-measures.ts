import { LAPSE_MEASURES } from './lapse-measures.ts';
import { MEASURES } from './measures.ts';

/** Every column that the rollups by quarter and day hold, in their order. */
export const ROLLUP_MEASURES = [...MEASURES, ...LAPSE_MEASURES] as const;

/** The columns that one kind of question sums, which sealed days keep together. */
export interface MeasureSet {
  readonly names: readonly string[];
}

export const USAGE_SET: MeasureSet = { names: MEASURES };
export const LAPSE_SET: MeasureSet = { names: LAPSE_MEASURES };
