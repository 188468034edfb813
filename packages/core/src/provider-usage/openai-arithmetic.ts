import type { TokenUsage } from '../usage/token-usage.ts';
import { present } from './json-fields.ts';

/** Counts as OpenAI's wire and its many relatives name them: headlines with their parts. */
export interface Headline {
  readonly prompt: number | undefined;
  readonly completion: number | undefined;
  readonly total: number | undefined;
  readonly cached: number | undefined;
  readonly cacheWritten: number | undefined;
  readonly promptAudio: number | undefined;
  readonly promptImage: number | undefined;
  readonly reasoning: number | undefined;
  readonly completionAudio: number | undefined;
  readonly completionImage: number | undefined;
}

/**
 * Disjoint counts out of headlines (provider-usage §0). The prompt includes what was cached, written to a cache, heard
 * and seen, unless that would leave less than nothing: then it never did. The completion includes reasoning, unless the
 * sender's own total says that it stands beside it (xAI, Gemini's OpenAI form).
 */
export const disjointTokens = (
  headline: Headline,
): { readonly tokens: TokenUsage; readonly inconsistent: boolean } => {
  const { prompt, completion, total, reasoning } = headline;
  const isBeside = isReasoningBeside(headline);
  const output = completion === undefined ? undefined : completion + (isBeside ? (reasoning ?? 0) : 0);
  const parts = sum(headline.cached, headline.cacheWritten, headline.promptAudio, headline.promptImage);
  const heard = sum(headline.completionAudio, headline.completionImage);
  const isOver = prompt !== undefined && parts > prompt;
  const isOverOut = output !== undefined && heard > output;
  const fits = total === undefined || total === sum(prompt, output);
  return {
    tokens: present({
      input: prompt === undefined ? undefined : isOver ? prompt : prompt - parts,
      cacheRead: headline.cached,
      cacheWrite: headline.cacheWritten,
      inputAudio: nonZero(headline.promptAudio),
      inputImage: nonZero(headline.promptImage),
      outputAudio: nonZero(headline.completionAudio),
      outputImage: nonZero(headline.completionImage),
      output: output === undefined || isOverOut ? output : output - heard,
      reasoning,
    }),
    inconsistent: isOver || isOverOut || !fits,
  };
};

const isReasoningBeside = ({ prompt, completion, total, reasoning }: Headline): boolean => {
  if (reasoning === undefined || reasoning === 0 || completion === undefined) return false;
  if (total !== undefined && prompt !== undefined) {
    if (prompt + completion === total) return false;
    if (prompt + completion + reasoning === total) return true;
  }
  // What is inside cannot be more than the whole.
  return reasoning > completion;
};

const sum = (...counts: readonly (number | undefined)[]): number =>
  counts.reduce<number>((whole, count) => whole + (count ?? 0), 0);

/** Kinds that most models do not have: 0 of them says nothing. */
const nonZero = (count: number | undefined): number | undefined => (count === 0 ? undefined : count);
