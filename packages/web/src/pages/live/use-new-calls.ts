import { useMemo, useRef } from 'react';
import type { ListedCall } from './live-scene.ts';

/** How long a call that came while the page was open is marked. */
const MARKED_MS = 5000;
/** Ids that are remembered: more than a list holds. */
const MAX_SEEN = 2000;

/** Ids of the calls that came within the last seconds; the same set while it holds the same. */
export const useNewCalls = (calls: readonly ListedCall[] | undefined, now: number): ReadonlySet<string> => {
  const seen = useRef<ReadonlyMap<string, number>>(undefined);
  if (calls !== undefined) seen.current = seenWith(seen.current, calls, now);
  const marked = [...(seen.current ?? [])].filter(([, at]) => now - at < MARKED_MS).map(([id]) => id);
  const text = marked.join(' ');
  return useMemo(() => new Set(text === '' ? [] : text.split(' ')), [text]);
};

/** When each call was first seen, by the server's clock. Those that are there when the page opens were always there. */
export const seenWith = (
  before: ReadonlyMap<string, number> | undefined,
  calls: readonly { readonly id: string }[],
  now: number,
): ReadonlyMap<string, number> => {
  const added = calls.filter(({ id }) => before?.has(id) !== true);
  if (before !== undefined && added.length === 0) return before;
  const at = before === undefined ? Number.NEGATIVE_INFINITY : now;
  const all = [...(before ?? []), ...added.map(({ id }) => [id, at] as const)];
  return new Map(all.slice(-MAX_SEEN));
};
