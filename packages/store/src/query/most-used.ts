import { compareTexts } from './arrange-rows.ts';

/** Texts by their number of calls, the most used first, ties by text; unset ones are left out. */
export const mostUsed = (
  uses: Iterable<readonly [text: string | null, calls: number]>,
): readonly string[] => {
  const counts = new Map<string, number>();
  for (const [text, calls] of uses) if (text !== null) counts.set(text, (counts.get(text) ?? 0) + calls);
  return [...counts]
    .sort(([a, callsA], [b, callsB]) => callsB - callsA || compareTexts(a, b))
    .map(([text]) => text);
};
