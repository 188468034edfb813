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

/** A conversation as agents have it: the context grows and is read from the cache, answers are short, some are long. */
export const demoSession = (shape: SessionShape, throws: Dice): DemoSession => {
  const calls: DemoCall[] = [];
  let at = shape.startedAt;
  let context = 0;
  for (let i = 0; i < shape.calls && at <= shape.until; i += 1) {
    const added = i === 0 ? shape.prompt : throws.between(300, 4200);
    const output = throws.between(1, 8) === 1 ? throws.between(1500, 6000) : throws.between(60, 900);
    const input = throws.between(3, 60);
    calls.push({
      at,
      input,
      cacheRead: context,
      cacheWrite: added,
      output,
      reasoning: Math.floor((output * throws.between(0, 60)) / 100),
    });
    context += added + output;
    at += throws.between(6, 95) * 1000;
  }
  return { startedAt: shape.startedAt, project: shape.project, model: shape.model, calls };
};

export const jsonLines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join('');

export const iso = (instant: number): string => new Date(instant).toISOString();
