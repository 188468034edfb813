import type { TokenKind, TokenUsage } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folderWith, jsonLines } from '../../test/any-reading.ts';
import { readRoot, totalsOf } from '../../test/harness.ts';
import { allot, type LegUse, type OpenAnswer } from './allot.ts';
import { copilotCli } from './source.ts';
import { spread } from './spread.ts';

const MODELS = ['a', 'b', 'c'];
const count = (max: number) => fc.nat(max);

const uses: fc.Arbitrary<LegUse[]> = fc.uniqueArray(
  fc.record({
    model: fc.constantFrom(...MODELS),
    requests: count(40),
    span: fc.constant('0→1'),
    tokens: fc
      .record({ input: count(1e6), cacheRead: count(1e6), cacheWrite: count(1e4), output: count(1e5) })
      .chain((tokens) => count(tokens.output).map((reasoning): TokenUsage => ({ ...tokens, reasoning }))),
  }),
  { selector: (use) => use.model, minLength: 1 },
);
const answers: fc.Arbitrary<OpenAnswer[]> = fc.uniqueArray(
  fc.record({
    id: fc.uuid(),
    at: fc.constant(1),
    output: fc.integer({ min: 1, max: 5000 }),
    model: fc.constantFrom(...MODELS, 'other', null),
  }),
  { selector: (answer) => answer.id, maxLength: 30 },
);

describe('sharing a sum', () => {
  it('gives whole parts that add up to it', () => {
    fc.assert(
      fc.property(count(1e12), fc.array(count(1e6), { minLength: 1 }), (whole, weights) => {
        const parts = spread(whole, weights);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(whole);
        expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
      }),
    );
  });

  it('loses and invents nothing, tells no answer twice, and takes nothing from an answer', () => {
    fc.assert(
      fc.property(uses, answers, (legUses, open) => {
        const shares = allot(legUses, open);
        for (const use of legUses) {
          const own = shares.filter((share) => share.model === use.model);
          for (const [kind, whole] of Object.entries(use.tokens))
            expect(own.reduce((sum, share) => sum + (share.tokens[kind as TokenKind] ?? 0), 0)).toBe(whole);
        }
        const told = shares.flatMap((share) => share.answer ?? []);
        expect(new Set(told).size).toBe(told.length);
        for (const { tokens, answer } of shares) {
          expect(tokens.output).toBeGreaterThanOrEqual(answer?.output ?? 0);
          expect(tokens.reasoning).toBeLessThanOrEqual(tokens.output!);
        }
      }),
    );
  });
});

describe('a session of many legs', () => {
  const leg = fc.record({
    outputs: fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 6 }),
    input: count(50_000),
    isTwice: fc.boolean(),
  });

  it('counts as much as its last total says, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.array(leg, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 4000 }),
        (legs, chunkBytes) => {
          const total = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
          let requests = 0;
          let id = 0;
          const timestamp = '2026-10-01T08:00:00.000Z';
          const rows = legs.flatMap(({ outputs, input, isTwice }, number) => {
            total.inputTokens += input;
            total.cacheReadTokens += Math.floor(input / 2);
            total.outputTokens += outputs.reduce((sum, output) => sum + output, 0);
            requests += outputs.length;
            const data = { modelMetrics: { m: { requests: { count: requests }, usage: { ...total } } } };
            const end = { type: 'session.shutdown', id: `end-${number}`, timestamp, data };
            return [
              {
                type: number === 0 ? 'session.start' : 'session.resume',
                data: { sessionId: 's1' },
                timestamp,
              },
              ...outputs.map((outputTokens) => ({
                type: 'assistant.message',
                data: { messageId: `m${id++}`, outputTokens, model: 'm' },
                timestamp,
              })),
              ...(isTwice ? [end, { ...end, id: `again-${number}` }] : [end]),
            ];
          });
          const root = folderWith({ 'session-state/s1/events.jsonl': jsonLines(...rows) });
          const { calls, issues } = readRoot(copilotCli, root, { chunkBytes });
          expect(issues).toEqual([]);
          expect(totalsOf(calls)).toMatchObject({
            input: total.inputTokens - total.cacheReadTokens,
            cacheRead: total.cacheReadTokens,
            output: total.outputTokens,
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});
