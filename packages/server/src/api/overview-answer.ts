import { overview } from '../report/index.ts';
import type { Question } from './question.ts';

/** The figures at a glance, each with the period before. */
export const overviewAnswer = async ({ meterline, scope, range, now, answered }: Question) => {
  const found = await overview(meterline.ledger, { ...scope, period: range.period }, now);
  const { previous, month } = found;
  return {
    ...answered,
    range: { ...found.range, period: range.period ?? null },
    previousRange: previous?.range ?? null,
    totals: found.totals,
    previousTotals: previous?.totals ?? null,
    sessions: found.sessions,
    previousSessions: previous?.sessions ?? null,
    sparkline: found.sparkline,
    month: { from: month.from, to: month.to, totals: month.totals, projected: month.projected ?? null },
    unpriced: found.unpriced,
  };
};
