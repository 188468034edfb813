import type { TokenUsage } from '@meterline/core';
import { countOf, defined, type OnBad } from '../read/index.ts';

/** Copilot's own counts: `input` includes what was read from and written to the cache, `output` includes reasoning. */
export interface CopilotCounts {
  readonly input?: number;
  readonly output?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
}

export const COUNT_KINDS = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;
export type CountKind = (typeof COUNT_KINDS)[number];

/** Reads the counts under the names that one of the logs has for them; several names are tried in order. */
export const readCounts = (
  holder: Readonly<Record<string, unknown>>,
  names: Readonly<Record<CountKind, readonly string[]>>,
  onBad: OnBad,
): CopilotCounts => {
  const count = (kind: CountKind): number | undefined => {
    const name = names[kind].find((each) => holder[each] !== undefined && holder[each] !== null);
    return name === undefined ? undefined : countOf(holder[name], name, onBad);
  };
  return defined({
    input: count('input'),
    output: count('output'),
    cacheRead: count('cacheRead'),
    cacheWrite: count('cacheWrite'),
    reasoning: count('reasoning'),
  });
};

/** Disjoint counts. Where the cached part is larger than the whole it is cut to fit, and said so. */
export const disjoint = (counts: CopilotCounts, onBad: OnBad): TokenUsage => {
  const { input, output, reasoning } = counts;
  let { cacheRead, cacheWrite } = counts;
  if (input !== undefined && (cacheRead ?? 0) + (cacheWrite ?? 0) > input) {
    onBad('COUNTS_DISAGREE', 'input');
    cacheRead = Math.min(cacheRead ?? 0, input);
    cacheWrite = cacheWrite === undefined ? undefined : Math.min(cacheWrite, input - cacheRead);
  }
  const uncached = input === undefined ? undefined : input - (cacheRead ?? 0) - (cacheWrite ?? 0);
  return defined({ input: uncached, cacheRead, cacheWrite, output, reasoning });
};
