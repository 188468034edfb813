import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  CACHE_WRITE_KINDS,
  cacheWriteTokens,
  PROMPT_KINDS,
  promptTokens,
  TOKEN_KINDS,
  type TokenKind,
  type TokenUsage,
  totalTokens,
} from './token-usage.ts';

const count = fc.option(fc.nat({ max: 1_000_000 }), { nil: undefined });
const usage = fc
  .record(Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, count])))
  .map((counts) => counts as TokenUsage);

const sum = (counts: TokenUsage, kinds: readonly TokenKind[]): number =>
  kinds.reduce((total, kind) => total + (counts[kind] ?? 0), 0);

it('sums the kinds that the lists name, reasoning never on top of output', () => {
  fc.assert(
    fc.property(usage, (counts) => {
      expect(promptTokens(counts)).toBe(sum(counts, PROMPT_KINDS));
      expect(cacheWriteTokens(counts)).toBe(sum(counts, CACHE_WRITE_KINDS));
      const billed = TOKEN_KINDS.filter((kind) => kind !== 'reasoning');
      expect(totalTokens(counts)).toBe(sum(counts, billed));
    }),
  );
});
