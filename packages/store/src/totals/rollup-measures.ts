import { LAPSE_MEASURES } from './lapse-measures.ts';
import { MEASURES } from './measures.ts';

/** Every column that the rollups by quarter and day hold, in their order, and so do sealed days. */
export const ROLLUP_MEASURES = [...MEASURES, ...LAPSE_MEASURES] as const;

/** The columns that one kind of question sums: a stretch of `ROLLUP_MEASURES`. */
export interface MeasureSet {
  readonly names: readonly string[];
  /** Position of the first among `ROLLUP_MEASURES`. */
  readonly first: number;
}

export const USAGE_SET: MeasureSet = { names: MEASURES, first: 0 };
export const LAPSE_SET: MeasureSet = { names: LAPSE_MEASURES, first: MEASURES.length };
