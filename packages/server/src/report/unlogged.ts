import {
  cacheWriteTokens,
  type DeclaredUsage,
  NO_USAGE,
  type TokenTotals,
  type UsageRow,
} from '@meterline/core';
import type { Ledger } from '@meterline/store';

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

/** A session with more than it logged. */
export interface UnloggedSession extends Unlogged {
  readonly app: string;
  readonly session: string;
}

/** All sessions whose program says that they used more than it logged, the most first. */
export const unloggedSessions = async (ledger: Ledger): Promise<readonly UnloggedSession[]> => {
  const declared = await ledger.declared();
  if (declared.length === 0) return [];
  const { rows } = await ledger.usage({ zone: 'UTC', where: [], by: ['app', 'session'] });
  return unloggedOfSessions(declared, rows);
};

/** The same from sums by app and session. */
const unloggedOfSessions = (
  declared: readonly DeclaredUsage[],
  sessions: readonly UsageRow[],
): readonly UnloggedSession[] => {
  const logged = new Map(sessions.map((row) => [JSON.stringify([row.key.app, row.key.session]), row.tokens]));
  const byName = Map.groupBy(declared, ({ app, session }) => JSON.stringify([app, session]));
  return [...byName]
    .flatMap(([name, said]) => {
      const unlogged = unloggedOf(said, logged.get(name) ?? NO_USAGE.tokens);
      const { app, session } = said[0]!;
      return unlogged === undefined ? [] : [{ app, session, ...unlogged }];
    })
    .sort((a, b) => b.total - a.total);
};
