import { cacheWriteTokens, type DeclaredUsage, type TokenTotals } from '@meterline/core';

/** Tokens that a program says a session used beyond the calls it logged, by kind; never below 0. */
export interface Unlogged {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly total: number;
  /** What the program says the whole session cost, nano-USD. */
  readonly reportedNanoUsd: number | undefined;
}

/** Of several declarations for one model the latest counts. */
const latest = (declared: readonly DeclaredUsage[]): readonly DeclaredUsage[] => {
  const byModel = new Map<string, DeclaredUsage>();
  for (const one of declared) {
    const known = byModel.get(one.model);
    if (known === undefined || one.at >= known.at) byModel.set(one.model, one);
  }
  return [...byModel.values()];
};

/** Declared less logged, for one session. `undefined` when nothing was declared or nothing is missing. */
export const unloggedOf = (declared: readonly DeclaredUsage[], logged: TokenTotals): Unlogged | undefined => {
  const said = latest(declared);
  if (said.length === 0) return undefined;
  const beyond = (of: (usage: DeclaredUsage) => number, known: number): number =>
    Math.max(0, said.reduce((sum, one) => sum + of(one), 0) - known);
  const input = beyond(({ tokens }) => tokens.input ?? 0, logged.input);
  const output = beyond(({ tokens }) => tokens.output ?? 0, logged.output);
  const cacheRead = beyond(({ tokens }) => tokens.cacheRead ?? 0, logged.cacheRead);
  const cacheWrite = beyond(({ tokens }) => cacheWriteTokens(tokens), logged.cacheWrite);
  const total = input + output + cacheRead + cacheWrite;
  if (total === 0) return undefined;
  const costs = said.flatMap(({ reportedCostNanoUsd }) => reportedCostNanoUsd ?? []);
  const reportedNanoUsd = costs.length === 0 ? undefined : costs.reduce((sum, cost) => sum + cost, 0);
  return { input, output, cacheRead, cacheWrite, total, reportedNanoUsd };
};
