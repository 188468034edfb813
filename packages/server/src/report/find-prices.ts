import type { PriceEngine } from '@meterline/core';
import { type PriceRow, priceRows } from './price-rows.ts';

/**
 * Prices of all models whose name, other name or provider contains a text, in whatever case; each with its history,
 * oldest first. Those that begin with the text come first.
 *
 * @param ownNames Names that have a price of the user's own.
 */
export const findPrices = (
  engine: PriceEngine,
  ownNames: readonly string[],
  text: string,
  at: number,
): readonly PriceRow[] => {
  const wanted = text.toLowerCase();
  const names = new Map<string, string>();
  const add = (key: string, name: string): void => {
    if (`${key} ${name}`.toLowerCase().includes(wanted)) names.set(key, name);
  };
  for (const [key, { a = [] }] of Object.entries(engine.book.models)) add(key, a.join(' '));
  for (const name of ownNames) add(name.includes(':') ? name : `:${name}`, '');
  const modelIn = (key: string): string => key.slice(key.indexOf(':') + 1).toLowerCase();
  const rank = (key: string): number => (modelIn(key).startsWith(wanted) ? 0 : 1);
  const keys = [...names.keys()].sort((a, b) => rank(a) - rank(b) || (modelIn(a) < modelIn(b) ? -1 : 1));
  const seen = new Set<string>();
  return keys.flatMap((key) => {
    const colon = key.indexOf(':');
    const resolved = engine.resolve(key.slice(0, colon), key.slice(colon + 1));
    const name = `${resolved.provider}:${resolved.model}`;
    if (seen.has(name)) return [];
    seen.add(name);
    return priceRows(resolved, engine.book, at);
  });
};
