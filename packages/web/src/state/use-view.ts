import type { Filter } from '@meterline/core';
import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import { type Question, questionOf, searchOf, type View, viewOf, withFilter, withoutFilter } from './view.ts';

export interface ViewState {
  readonly view: View;
  readonly question: Question;
  /** Goes to a changed view of the same page; a new entry of the history, so that back undoes it. */
  readonly change: (part: Partial<View>) => void;
  readonly filter: (filter: Filter) => void;
  readonly unfilter: (filter: Filter) => void;
  /** Address of another page (or of this) that keeps the range, the filters and the metric. */
  readonly link: (path: string, part?: Partial<View>, own?: Readonly<Record<string, string>>) => string;
}

/** Parameters of one page only: they stay when the view changes there, and go with the page. */
const VIEW_KEYS = new Set(['period', 'from', 'to', 'where', 'metric', 'compare', 'interval', 'by', 'was']);

export const addressOf = (
  path: string,
  view: View,
  own: Readonly<Record<string, string>> | URLSearchParams = {},
): string => {
  const search = searchOf(view);
  for (const [name, value] of own instanceof URLSearchParams ? own : Object.entries(own))
    if (!VIEW_KEYS.has(name)) search.append(name, value);
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
};

export const useView = (): ViewState => {
  const [path, navigate] = useLocation();
  const text = useSearch();
  const view = useMemo(() => viewOf(new URLSearchParams(text)), [text]);
  const question = useMemo(() => questionOf(view), [view]);
  const go = useCallback(
    (next: View) => navigate(addressOf(path, next, new URLSearchParams(text))),
    [navigate, path, text],
  );
  return useMemo(
    () => ({
      view,
      question,
      change: (part) => go({ ...view, ...part }),
      filter: (filter) => go(withFilter(view, filter)),
      unfilter: (filter) => go(withoutFilter(view, filter)),
      link: (to, part = {}, own = {}) => addressOf(to, { ...view, ...part }, own),
    }),
    [view, question, go],
  );
};
