import type { TokenUsage, UsageEvent } from '@meterline/core';
import { countOf, defined, textOf, valueAt } from '../read/fields.ts';
import { makerOf } from '../read/model-maker.ts';
import { type Climb, type Counts, climb, type Ladder } from '../read/snapshot-ladder.ts';
import type { Output } from '../source.ts';

/** What Goose knows of a session: a database row, or the first line of an older session file. */
export interface SessionTotals {
  readonly id: string;
  readonly updatedAt: number;
  readonly folder: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly schedule: string | undefined;
  readonly counts: Counts;
}

/** Our count ← Goose's column without `accumulated_`. */
const COLUMNS = {
  input: 'input_tokens',
  output: 'output_tokens',
  total: 'total_tokens',
  cacheRead: 'cache_read_tokens',
  cacheWrite: 'cache_write_tokens',
} as const;

/**
 * The sums over a session (`accumulated_…`); where an old version has none, the counts of the last call, which is better
 * than nothing. Undefined when a count cannot be read: taken for a fallen total it would start the session again.
 */
export const countsIn = (row: unknown, at: number, out: Output): Counts | undefined => {
  const summed = valueAt(row, 'accumulated_input_tokens') ?? valueAt(row, 'accumulated_output_tokens');
  const prefix = summed === undefined || summed === null ? '' : 'accumulated_';
  const counts: Record<string, number> = {};
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = valueAt(row, prefix + column);
    const count = countOf(value, prefix + column, (code, detail) => out.issue(at, code, detail));
    if (count === undefined && value !== undefined && value !== null) return undefined;
    counts[name] = count ?? 0;
  }
  return counts;
};

/** Gives what the session used since the last look as one call. */
export const emitRise = (session: SessionTotals, ladder: Ladder, at: number, out: Output): void => {
  const step = climb(ladder, session.counts);
  if (step === undefined) return;
  if (session.model === undefined) out.issue(at, 'MISSING_MODEL');
  out.event(eventOf(session, step));
};

const eventOf = (session: SessionTotals, { delta, rungs }: Climb): UsageEvent => {
  const { tokens, inclusion } = tokensOf(delta);
  const model = session.model ?? 'unknown';
  return {
    keys: rungs.map((rung) => `goose:${session.id}:${rung}`),
    startedAt: session.updatedAt,
    source: 'goose',
    capture: 'log',
    app: 'goose',
    session: session.id,
    provider: session.provider ?? makerOf(model) ?? 'unknown',
    model,
    tokens,
    status: 'ok',
    confidence: 'reconciled',
    ...defined({ project: session.folder, cron: session.schedule, inclusion }),
  };
};

/**
 * Goose counts cached tokens inside the input in most versions. The total tells: input + output means inside, all four
 * means beside. Without cache columns nothing can be told apart, and the price is an upper bound.
 */
const tokensOf = (delta: Counts): { tokens: TokenUsage; inclusion: 'assumed' | undefined } => {
  const { input = 0, output = 0, total = 0, cacheRead = 0, cacheWrite = 0 } = delta;
  const cached = cacheRead + cacheWrite;
  if (cached === 0) return { tokens: { input, output }, inclusion: undefined };
  const beside = total === input + output + cached || cached > input;
  const known = beside ? total > 0 : total === input + output;
  return {
    tokens: { input: beside ? input : input - cached, cacheRead, cacheWrite, output },
    inclusion: known ? undefined : 'assumed',
  };
};

/** `{"model_name":"claude-sonnet-4-5"}` */
export const modelIn = (config: unknown): string | undefined => {
  if (typeof config !== 'string') return undefined;
  try {
    return textOf(valueAt(JSON.parse(config), 'model_name'));
  } catch {
    return undefined;
  }
};
