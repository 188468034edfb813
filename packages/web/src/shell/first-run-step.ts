import { type ImportState, isImporting } from '../parts/import-words.ts';

/** Where a first run is. */
export type FirstRunStep = 'looking' | 'reading' | 'no-calls' | 'nothing-found' | 'failed';

export const firstRunStep = (state: ImportState): FirstRunStep => {
  if (state.phase === 'failed') return 'failed';
  if (isImporting(state)) return state.sources.length === 0 ? 'looking' : 'reading';
  return state.sources.length === 0 ? 'nothing-found' : 'no-calls';
};

/** The way of every first run, and how far along it a step is. */
export const STAGES = ['Find logs', 'Read them', 'See where the money goes'] as const;

export const stageOf = (step: FirstRunStep): number =>
  step === 'looking' || step === 'nothing-found' ? 0 : step === 'no-calls' ? 2 : 1;
