import { isRecord, type JsonRecord, type OnBad, recordAt, textOf } from '../read/index.ts';
import { COUNT_KINDS, type CopilotCounts, type CountKind, readCounts } from './tokens.ts';

/** What a session says it used of one model, from its first leg on. */
export interface ModelTotal extends CopilotCounts {
  readonly model: string;
  readonly requests: number;
}

/** What was used of one model since the shutdown before. */
export interface ModelGrowth {
  readonly model: string;
  readonly requests: number;
  readonly counts: CopilotCounts;
  /** From which total to which, so that the same growth has the same name in every reading. */
  readonly span: string;
}

/** Models of one session that are followed. */
const MAX_MODELS = 64;

const NAMES: Readonly<Record<CountKind, readonly string[]>> = {
  input: ['inputTokens'],
  output: ['outputTokens'],
  cacheRead: ['cacheReadTokens'],
  cacheWrite: ['cacheWriteTokens'],
  reasoning: ['reasoningTokens'],
};

/** The totals of a `session.shutdown`. */
export const totalsOf = (data: unknown, onBad: OnBad): readonly ModelTotal[] => {
  const totals: ModelTotal[] = [];
  for (const [name, metrics] of Object.entries(recordAt(data, 'modelMetrics') ?? {}).slice(0, MAX_MODELS)) {
    const usage = recordAt(metrics, 'usage');
    const model = textOf(name);
    if (model === undefined || usage === undefined || !isRecord(metrics)) continue;
    totals.push({ model, requests: requestsOf(metrics), ...readCounts(usage, NAMES, onBad) });
  }
  return totals;
};

const requestsOf = (metrics: JsonRecord): number => {
  const count = recordAt(metrics, 'requests')?.count;
  return typeof count === 'number' && Number.isInteger(count) && count > 0 ? count : 0;
};

/**
 * Totals go on from leg to leg of a session. They begin anew when one of them has fallen, or when the growth does not
 * even cover what the answers of this leg say they put out.
 */
export const growthOf = (
  before: readonly ModelTotal[],
  now: readonly ModelTotal[],
  legOutput: number,
): readonly ModelGrowth[] => {
  const base = beganAnew(before, now, legOutput) ? [] : before;
  return now.map((total) =>
    growth(
      base.find((each) => each.model === total.model),
      total,
    ),
  );
};

const beganAnew = (before: readonly ModelTotal[], now: readonly ModelTotal[], legOutput: number): boolean => {
  const fell = before.some((old) => {
    const total = now.find((each) => each.model === old.model);
    return total === undefined || COUNT_KINDS.some((kind) => (total[kind] ?? 0) < (old[kind] ?? 0));
  });
  const output = outputOf(now);
  return fell || (output - outputOf(before) < legOutput && legOutput <= output);
};

const outputOf = (totals: readonly ModelTotal[]): number =>
  totals.reduce((sum, total) => sum + (total.output ?? 0), 0);

const growth = (old: ModelTotal | undefined, total: ModelTotal): ModelGrowth => {
  const counts: Partial<Record<CountKind, number>> = {};
  for (const kind of COUNT_KINDS)
    if (total[kind] !== undefined) counts[kind] = total[kind] - (old?.[kind] ?? 0);
  return {
    model: total.model,
    requests: Math.max(0, total.requests - (old?.requests ?? 0)),
    counts,
    span: `${spanEnd(old)}→${spanEnd(total)}`,
  };
};

const spanEnd = (total: ModelTotal | undefined): string =>
  total === undefined ? '0' : COUNT_KINDS.map((kind) => total[kind] ?? 0).join('.');
