import { describe, expect, it } from 'vitest';
import type { ImportState } from '../parts/import-words.ts';
import { firstRunStep, STAGES, stageOf } from './first-run-step.ts';

const state = (phase: ImportState['phase'], programs = 0): ImportState => ({
  phase,
  filesDone: 0,
  filesTotal: 0,
  bytesDone: 0,
  bytesTotal: 0,
  calls: 0,
  sources: Array.from({ length: programs }, (_, at) => ({ id: `${at}`, name: `${at}`, files: 1 })),
  finishedAt: null,
  fault: null,
});

describe('a first run', () => {
  it.each([
    ['starting', 0, 'looking'],
    ['discovering', 0, 'looking'],
    ['discovering', 2, 'reading'],
    ['reading', 2, 'reading'],
    ['watching', 2, 'no-calls'],
    ['idle', 2, 'no-calls'],
    ['watching', 0, 'nothing-found'],
    ['idle', 0, 'nothing-found'],
    ['failed', 0, 'failed'],
    ['failed', 2, 'failed'],
  ] as const)('%s with %i programs is %s', (phase, programs, step) => {
    expect(firstRunStep(state(phase, programs))).toBe(step);
    expect(STAGES[stageOf(step)]).toBeDefined();
  });
});
