import type { SessionOrder, SessionTotals } from '../store.ts';
import { compareTexts, compareTotals } from './arrange-rows.ts';

/** What sessions are ordered by before anything else, largest first. */
const SIZES: Readonly<Record<SessionOrder, (session: SessionTotals) => number>> = {
  cost: ({ cost }) => cost.listNanoUsd,
  tokens: ({ tokens }) => tokens.total,
  calls: ({ calls }) => calls,
  newest: ({ lastAt }) => lastAt,
  longest: ({ firstAt, lastAt }) => lastAt - firstAt,
  cacheWaste: ({ tokens }) => tokens.input + tokens.cacheWrite,
};

/** Order of sessions, the same for every engine and total: the last ties go by session and app. */
export const compareSessions = (orderBy: SessionOrder) => {
  const size = SIZES[orderBy];
  const byTotals = orderBy === 'newest' ? () => 0 : compareTotals('cost');
  return (a: SessionTotals, b: SessionTotals): number =>
    size(b) - size(a) ||
    byTotals(a, b) ||
    b.lastAt - a.lastAt ||
    compareTexts(a.session, b.session) ||
    compareTexts(a.app, b.app);
};
