import { present, type TokenUsage } from '@meterline/core';
import type { CallFacts, SentCounts } from './dialects/dialect.ts';

export interface DisjointCounts {
  readonly tokens: TokenUsage;
  /** Nothing told whether one count has another in it. */
  readonly isAssumed: boolean;
}

/**
 * Disjoint counts of what was sent (standards §1.2). Where the dialect leaves it open, arithmetic is the proof:
 *
 *     input < cached                        exclusive: a part is not larger than its whole
 *     input = uncached (sent as well)       exclusive;  input = uncached + cached: inclusive
 *     total = input + output                inclusive
 *     total = input + cached + output       exclusive
 *     otherwise                             inclusive, as the standard says, and `isAssumed`
 */
export const disjointCounts = (
  facts: Pick<CallFacts, 'counts' | 'inclusion' | 'isReasoningBeside'>,
): DisjointCounts => {
  const { counts } = facts;
  const cached = cachedOf(counts);
  const output = outputOf(facts);
  const proof = facts.inclusion === 'unknown' ? proofOf(counts, cached, output) : facts.inclusion;
  const { input } = counts;
  // A sender that breaks its own rule has shown that it does not follow it.
  const isInclusive = proof !== 'exclusive' && (input === undefined || input >= cached);
  return {
    tokens: present({
      input: input === undefined ? undefined : isInclusive ? input - cached : input,
      cacheRead: counts.cacheRead,
      cacheWrite5m: counts.cacheWrite5m,
      cacheWrite1h: counts.cacheWrite1h,
      cacheWrite: counts.cacheWrite,
      output,
      reasoning: counts.reasoning,
    }),
    isAssumed: proof === undefined || (proof === 'inclusive' && !isInclusive),
  };
};

const cachedOf = ({ cacheRead = 0, cacheWrite = 0, cacheWrite5m = 0, cacheWrite1h = 0 }: SentCounts) =>
  cacheRead + cacheWrite + cacheWrite5m + cacheWrite1h;

const proofOf = (
  { input, total, uncached }: SentCounts,
  cached: number,
  output: number | undefined,
): 'inclusive' | 'exclusive' | undefined => {
  // With nothing cached both say the same.
  if (input === undefined || cached === 0) return 'inclusive';
  if (input < cached || uncached === input) return 'exclusive';
  if (uncached !== undefined && uncached + cached === input) return 'inclusive';
  if (total === input + (output ?? 0)) return 'inclusive';
  return total === input + cached + (output ?? 0) ? 'exclusive' : undefined;
};

/** Reasoning is in the output unless the dialect or the total says that it stands beside it. */
const outputOf = ({
  counts,
  isReasoningBeside,
}: Pick<CallFacts, 'counts' | 'isReasoningBeside'>): number | undefined => {
  const { output, reasoning = 0, input = 0, total } = counts;
  if (reasoning === 0) return output;
  if (isReasoningBeside === true) return (output ?? 0) + reasoning;
  const whole = input + (output ?? 0);
  const isInside = total === whole || total === whole + cachedOf(counts);
  // What is inside cannot be more than the whole.
  const isBeside = !isInside && (total === whole + reasoning || reasoning > (output ?? 0));
  return isBeside ? (output ?? 0) + reasoning : output;
};
