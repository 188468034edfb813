import type { Dice } from './dice.ts';

/** One file of a demo's home folder. */
export interface DemoFile {
  /** Relative to the home folder. */
  readonly path: string;
  readonly text: string;
}

/** One made-up model call; counts are disjoint. */
export interface DemoCall {
  /** UTC milliseconds. */
  readonly at: number;
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
  readonly reasoning: number;
  /** Its answer was broken off. */
  readonly aborted: boolean;
}

export interface DemoSession {
  readonly startedAt: number;
  readonly project: string;
  readonly model: string;
  readonly calls: readonly DemoCall[];
}

export interface SessionShape {
  readonly startedAt: number;
  readonly project: string;
  readonly model: string;
  readonly calls: number;
  /** Tokens of the first prompt: instructions, tools and the question. */
  readonly prompt: number;
  /** No call is later. */
  readonly until: number;
}

/** One call in so many comes after a break that outlasts a cache of five minutes. */
const BREAK_IN = 18;
const ABORTED_IN = 70;

/**
 * A conversation as agents have it: the context grows and is read from the cache, answers are short, some are long.
 * After a break the cache is gone and everything is written again.
 */
export const demoSession = (shape: SessionShape, throws: Dice): DemoSession => {
  const calls: DemoCall[] = [];
  let at = shape.startedAt;
  let context = 0;
  let isAfterBreak = false;
  for (let i = 0; i < shape.calls && at <= shape.until; i += 1) {
    const added = i === 0 ? shape.prompt : throws.between(300, 4200);
    const output = throws.between(1, 8) === 1 ? throws.between(1500, 6000) : throws.between(60, 900);
    const input = throws.between(3, 60);
    calls.push({
      at,
      input,
      cacheRead: isAfterBreak ? 0 : context,
      cacheWrite: isAfterBreak ? context + added : added,
      output,
      reasoning: Math.floor((output * throws.between(0, 60)) / 100),
      aborted: throws.between(1, ABORTED_IN) === 1,
    });
    context += added + output;
    isAfterBreak = throws.between(1, BREAK_IN) === 1;
    at += (isAfterBreak ? throws.between(6, 75) * 60 : throws.between(6, 95)) * 1000;
  }
  return { startedAt: shape.startedAt, project: shape.project, model: shape.model, calls };
};

export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

export const iso = (instant: number): string => new Date(instant).toISOString();
