import { TOKEN_KINDS, type TokenUsage } from '@meterline/core';
import { spread } from './spread.ts';

/** An answer of the session's log: all that it tells of its call is the output. */
export interface OpenAnswer {
  readonly id: string;
  readonly at: number;
  readonly output: number;
  readonly model: string | null;
}

/** What a leg used of one model. */
export interface LegUse {
  readonly model: string;
  readonly requests: number;
  readonly tokens: TokenUsage;
  readonly span: string;
}

/** One call's share of a leg. `answer` is missing for calls that left no answer (compaction, for one). */
export interface Share {
  readonly model: string;
  readonly tokens: TokenUsage;
  readonly answer: OpenAnswer | undefined;
  /** Its number among the calls without an answer. */
  readonly rest: number;
  readonly span: string;
}

/** Calls that one leg is shared among; a longer leg's calls stand for several each. */
const MAX_CALLS = 2_000;

/**
 * A shutdown sums a leg up. Shared among the answers of that leg it keeps their times and their number, and no sum of
 * many prompts is taken for one long prompt. Outputs are the answers' own, as far as they fit; the rest is even.
 * Answers that do not fit belong to a leg that ended without a shutdown, and stay as estimated as they were.
 */
export const allot = (uses: readonly LegUse[], answers: readonly OpenAnswer[]): readonly Share[] => {
  const room = new Map(uses.map((use) => [use.model, use.tokens.output ?? 0]));
  const taken = new Map<string, OpenAnswer[]>(uses.map((use) => [use.model, []]));
  // The newest first: what does not fit any more is older than this leg.
  for (const answer of answers.toReversed()) {
    const model = homeOf(answer, room);
    if (model === undefined) continue;
    room.set(model, room.get(model)! - answer.output);
    taken.get(model)!.unshift(answer);
  }
  return uses.flatMap((use) => sharesOf(use, taken.get(use.model)!));
};

const homeOf = (answer: OpenAnswer, room: ReadonlyMap<string, number>): string | undefined => {
  if (answer.model !== null && (room.get(answer.model) ?? -1) >= answer.output) return answer.model;
  let best: string | undefined;
  for (const [model, left] of room)
    if (left >= answer.output && (best === undefined || left > room.get(best)!)) best = model;
  return best;
};

const sharesOf = (use: LegUse, answers: readonly OpenAnswer[]): readonly Share[] => {
  const calls = Math.max(answers.length, Math.min(use.requests, MAX_CALLS), 1);
  const even = Array.from({ length: calls }, () => 1);
  const outputs = outputsOf(use.tokens.output ?? 0, answers, calls);
  const columns = TOKEN_KINDS.filter((kind) => use.tokens[kind] !== undefined).map((kind) => {
    // Reasoning is a part of the output and goes with it; prompts are shared evenly.
    const parts =
      kind === 'output' ? outputs : spread(use.tokens[kind]!, kind === 'reasoning' ? outputs : even);
    return [kind, parts] as const;
  });
  return even.map((_, i) => ({
    model: use.model,
    span: use.span,
    answer: answers[i],
    rest: i - answers.length,
    tokens: Object.fromEntries(columns.map(([kind, parts]) => [kind, parts[i]!])) as TokenUsage,
  }));
};

/** Each answer's own output; what is left over goes to the calls without an answer, or to all where there is none. */
const outputsOf = (output: number, answers: readonly OpenAnswer[], calls: number): readonly number[] => {
  const own = Array.from({ length: calls }, (_, i) => answers[i]?.output ?? 0);
  const left = output - own.reduce((sum, each) => sum + each, 0);
  const more = spread(
    left,
    own.map((_, i) => (i < answers.length && calls > answers.length ? 0 : 1)),
  );
  return own.map((each, i) => each + more[i]!);
};
