import type { UsageEvent } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAll, totalsOf } from '../../test/harness.ts';
import { type Climb, climb, newLadder } from './snapshot-ladder.ts';

const eventOf = ({ delta, rungs }: Climb, startedAt: number): UsageEvent => ({
  keys: rungs.map((rung) => `t:${rung}`),
  startedAt,
  source: 't',
  capture: 'log',
  provider: 'p',
  model: 'm',
  tokens: { input: delta.input ?? 0, output: delta.output ?? 0 },
  status: 'ok',
  confidence: 'reconciled',
});

/** Steps of a session: how much more was used, and whether our memory is lost before the look. */
const steps = fc.array(
  fc.record({ input: fc.nat(500_000), output: fc.nat(20_000), forget: fc.boolean(), again: fc.boolean() }),
  { maxLength: 20 },
);

describe('climb', () => {
  it('adds up to the last total, whatever memory is lost and however often one looks', () => {
    fc.assert(
      fc.property(steps, (looks) => {
        let ladder = newLadder();
        const total = { input: 0, output: 0 };
        const events: UsageEvent[] = [];
        for (const [i, { input, output, forget, again }] of looks.entries()) {
          if (forget) ladder = newLadder();
          total.input += input;
          total.output += output;
          for (let look = 0; look < (again ? 2 : 1); look += 1) {
            const step = climb(ladder, { ...total });
            if (step) events.push(eventOf(step, i));
            ladder = JSON.parse(JSON.stringify(ladder));
          }
        }
        expect(totalsOf(mergeAll(events))).toMatchObject(total);
        expect(totalsOf(mergeAll([...events, ...events].reverse()))).toMatchObject(total);
      }),
    );
  });

  it('dates the parts apart while memory lasts', () => {
    const ladder = newLadder();
    const events = [10_000, 20_000, 20_500].map((input, i) => eventOf(climb(ladder, { input })!, i));
    expect(mergeAll(events).map(({ startedAt, tokens }) => [startedAt, tokens.input])).toEqual([
      [0, 10_000],
      // Half a tenth more is the same rung: the call grows in place.
      [1, 10_500],
    ]);
  });

  it('starts again when totals fall', () => {
    const ladder = newLadder();
    const events = [10_000, 4_000, 6_000].map((input, i) => eventOf(climb(ladder, { input })!, i));
    expect(totalsOf(mergeAll(events)).input).toBe(16_000);
  });

  it('gives nothing for nothing', () => {
    const ladder = newLadder();
    expect(climb(ladder, { input: 0 })).toBeUndefined();
    expect(climb(ladder, { input: 5 })).toBeDefined();
    expect(climb(ladder, { input: 5 })).toBeUndefined();
  });
});
