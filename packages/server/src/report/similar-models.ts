import type { PriceEngine } from '@meterline/core';

const MAX_SIMILAR = 3;
/** Below this share of common parts two names are alike by chance. */
const MIN_LIKENESS = 0.45;
/** Names are compared up to here. */
const MAX_NAME = 100;

/**
 * Priced models with a name like that of an unpriced one, the likeliest first: a price to start from. Each by a name that
 * a price of one's own can point to, with its provider where the name alone is not found.
 */
export const similarModels = (
  engine: PriceEngine,
  { provider, model }: { readonly provider: string; readonly model: string },
): readonly string[] => {
  const wanted = partsOf(model);
  const found = new Map<string, number>();
  for (const key of Object.keys(engine.book.models)) {
    const at = key.indexOf(':');
    const name = key.slice(at + 1);
    // A relative at the same provider is the likelier one.
    const likeness = likenessOf(wanted, partsOf(name)) + (key.slice(0, at) === provider ? 0.05 : 0);
    if (likeness < MIN_LIKENESS) continue;
    const pointer = engine.resolve('', name).price === undefined ? key : name;
    found.set(pointer, Math.max(likeness, found.get(pointer) ?? 0));
  }
  return [...found]
    .sort(([a, x], [b, y]) => y - x || (a < b ? 1 : -1))
    .slice(0, MAX_SIMILAR)
    .map(([name]) => name);
};

type Parts = ReadonlySet<string>;

/** Neighbouring letters, and the words between hyphens: these tell families apart. */
const partsOf = (name: string): Parts => {
  const text = name.toLowerCase().slice(0, MAX_NAME);
  const words = text.split(/[^a-z0-9]+/).filter((word) => word !== '');
  const pairs = [...words.join('')].flatMap((letter, at, all) =>
    at === 0 ? [] : [`${all[at - 1]}${letter}`],
  );
  return new Set([...pairs, ...words.map((word) => `-${word}`)]);
};

/** Twice what is common over all there is, 0 to 1. */
const likenessOf = (a: Parts, b: Parts): number => {
  let common = 0;
  for (const part of a) if (b.has(part)) common++;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
};
