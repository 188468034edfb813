import { MAX_SEEN } from './limits.ts';

/** Keeps of a list what it has not been given before; the oldest are forgotten. */
export const createUnseen = (): (<T>(items: readonly T[], idOf: (item: T) => string) => readonly T[]) => {
  const seen = new Set<string>();
  return (items, idOf) => {
    const fresh = items.filter((item) => !seen.has(idOf(item)));
    for (const item of fresh) seen.add(idOf(item));
    for (const id of seen) {
      if (seen.size <= MAX_SEEN) break;
      seen.delete(id);
    }
    return fresh;
  };
};
