import type { StoredCall } from '@meterline/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_MS, blocksOf } from './blocks.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 22, 9);

const callAt = (startedAt: number): StoredCall =>
  ({
    startedAt,
    modelCanonical: 'm',
    status: 'ok',
    tokens: { input: 1 },
    cost: { status: 'priced', listNanoUsd: 1 },
  }) as unknown as StoredCall;

async function* stream(instants: readonly number[]): AsyncGenerator<StoredCall> {
  for (const instant of instants) yield callAt(instant);
}

describe('5-hour windows', () => {
  it('begin at the full UTC hour of the first call and hold what comes within 5 hours', async () => {
    const blocks = await blocksOf(stream([START + 1_800_000, START + 4 * HOUR, START + 5 * HOUR]));
    expect(blocks).toMatchObject([{ start: START, end: START + 5 * HOUR, usage: { calls: 3 } }]);
  });

  it('end after 5 hours, and the next begins with the next call', async () => {
    const blocks = await blocksOf(stream([START, START + 5 * HOUR + 1, START + 6 * HOUR]));
    expect(blocks.map(({ start, usage }) => [start, usage.calls])).toEqual([
      [START, 1],
      [START + 5 * HOUR, 2],
    ]);
  });

  it('hold every call once, in order, without overlap', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(40 * HOUR), { minLength: 1 }), async (offsets) => {
        const instants = offsets.map((offset) => START + offset).sort((a, b) => a - b);
        const blocks = await blocksOf(stream(instants));
        expect(blocks.reduce((sum, { usage }) => sum + usage.calls, 0)).toBe(instants.length);
        for (const [index, block] of blocks.entries()) {
          expect(block.start % HOUR).toBe(0);
          expect(block.lastAt - block.start).toBeLessThanOrEqual(BLOCK_MS);
          const next = blocks[index + 1];
          if (next !== undefined) expect(next.firstAt).toBeGreaterThan(block.start + BLOCK_MS);
        }
      }),
    );
  });
});
