import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KeyHash } from '../call/call-id.ts';
import { CALL_WORD, ENTRY_WORDS, entryHash, entryOf } from './key-entries.ts';
import { createKeyTable } from './key-table.ts';

/** Hashes that mostly begin alike, so that many meet in one place. */
const hash = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 255 }), fc.nat({ max: 255 }))
  .map(([a, b, c]) => String.fromCharCode(255, a, 0, 255, ...Array(10).fill(0), b, c) as KeyHash);
const step = fc.oneof(
  { weight: 50, arbitrary: fc.tuple(hash, fc.integer({ min: 1, max: 2 ** 32 - 1 })) },
  { weight: 1, arbitrary: fc.constant('clear' as const) },
);

it('answers as a map does, also while it grows', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 3_000, size: 'max' }), fc.array(hash), (steps, others) => {
      const table = createKeyTable();
      const map = new Map<KeyHash, number>();
      for (const step of steps) {
        if (step === 'clear') {
          table.clear();
          map.clear();
        } else {
          const entry = entryOf(step[0]);
          entry[CALL_WORD] = step[1];
          table.set(entry, 0);
          map.set(...step);
        }
      }
      expect(table.size).toBe(map.size);
      const asked = [...others, ...steps.flatMap((step) => (step === 'clear' ? [] : [step[0]]))];
      for (const hash of asked) expect(table.get(entryOf(hash))).toBe(map.get(hash));
      const entries = table.entries();
      const listed = new Map<KeyHash, number>();
      for (let at = 0; at < entries.length; at += ENTRY_WORDS)
        listed.set(entryHash(entries, at), entries[at + CALL_WORD]!);
      expect(listed).toEqual(map);
    }),
    { numRuns: 30 },
  );
});
