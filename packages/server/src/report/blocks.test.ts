import { NO_USAGE, type UsageRow } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_MS, blocksOf } from './blocks.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 22, 9);

const hourRow = (start: number, calls = 1, model = 'm', listNanoUsd = 1): UsageRow => ({
  ...NO_USAGE,
  key: { model },
  start,
  calls,
  cost: { ...NO_USAGE.cost, listNanoUsd },
});

/** The same windows, made call by call as the convention says. */
const startsByCall = (instants: readonly number[]): readonly number[] => {
  const starts: number[] = [];
  for (const at of instants)
    if (starts.length === 0 || at >= starts.at(-1)! + BLOCK_MS) starts.push(at - (at % HOUR));
  return starts;
};

describe('5-hour windows', () => {
  it('begin at the UTC hour of the first call and hold what comes within 5 hours', () => {
    const blocks = blocksOf([hourRow(START), hourRow(START + 4 * HOUR), hourRow(START + 5 * HOUR)]);
    expect(blocks).toMatchObject([
      { start: START, end: START + 5 * HOUR, lastAt: START + 4 * HOUR, usage: { calls: 2 } },
      { start: START + 5 * HOUR, usage: { calls: 1 } },
    ]);
  });

  it('name their models, the most expensive first', () => {
    const hours = [hourRow(START, 1, 'cheap', 1), hourRow(START, 1, 'dear', 9), hourRow(START, 1, 'mid', 5)];
    expect(blocksOf(hours)[0]?.models).toEqual(['dear', 'mid', 'cheap']);
  });

  it('are those that the calls themselves give, and hold every call once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(60 * HOUR), { minLength: 1 }), (offsets) => {
        const instants = offsets.map((offset) => START + offset).sort((a, b) => a - b);
        const blocks = blocksOf(instants.map((at) => hourRow(at - (at % HOUR))));
        expect(blocks.map(({ start }) => start)).toEqual(startsByCall(instants));
        expect(blocks.reduce((sum, { usage }) => sum + usage.calls, 0)).toBe(instants.length);
      }),
    );
  });
});
