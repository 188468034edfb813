import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAll } from '../../test/harness.ts';
import { readBytes } from '../../test/read-bytes.ts';
import { plainRolloutReader, rolloutReader } from './reader.ts';
import { idAt, linesOf, meta, rollouts } from './rollout.test-kit.ts';

const callsOf = (...args: Parameters<typeof readBytes>) =>
  [...mergeAll(readBytes(...args).events)].sort((a, b) => (a.keys.join() < b.keys.join() ? -1 : 1));

describe('the fast path', () => {
  it('finds what parsing every line finds, however lines are written and wherever the file is cut', () => {
    fc.assert(
      fc.property(
        rollouts,
        fc.integer({ min: 60, max: 4000 }),
        fc.constantFrom('found', 'siblings', 'missing'),
        (text, chunkBytes, parent) => {
          const context = { parent };
          expect(callsOf(rolloutReader, text, { chunkBytes, context })).toEqual(
            callsOf(plainRolloutReader, text, { context }),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('lets the conversation pass, however long, and nothing that counts', () => {
    const skippable = (text: string) => rolloutReader.skippable?.(new TextEncoder().encode(text));
    const at = '{"timestamp":"2026-10-02T10:00:00.000Z",';
    expect(skippable(`${at}"type":"response_item","payload":{"output":"x`)).toBe(true);
    expect(skippable(`${at}"ordinal":4,"type":"compacted","payload":{"message":"x`)).toBe(true);
    expect(skippable(`${at}"type":"event_msg","payload":{"type":"exec_command_end","stdout":"x`)).toBe(true);
    expect(skippable(`${at}"type":"event_msg","payload":{"type":"token_count"`)).toBe(false);
    expect(skippable(linesOf(meta(0, idAt(0))))).toBe(false);
    expect(skippable('{"payload":{"type":"x"},"type":"response_item"}')).toBe(false);
  });
});
