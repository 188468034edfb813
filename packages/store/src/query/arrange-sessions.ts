import type { SessionQuery, SessionTotals } from '../store.ts';
import { compareTexts, compareTotals } from './arrange-rows.ts';

/** Order of sessions, the same for every engine and total: the last ties go by session and app. */
export const compareSessions = (orderBy: SessionQuery['orderBy']) => {
  const bySize = orderBy === 'newest' ? () => 0 : compareTotals(orderBy);
  return (a: SessionTotals, b: SessionTotals): number =>
    bySize(a, b) || b.lastAt - a.lastAt || compareTexts(a.session, b.session) || compareTexts(a.app, b.app);
};
