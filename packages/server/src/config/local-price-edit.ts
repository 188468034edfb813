import type { LocalPrices } from './local-prices.ts';

/** Changes of `prices.local.json` as values: each gives the whole new content, all other entries as they were. */

const listAt = (raw: LocalPrices, key: string): readonly Record<string, unknown>[] =>
  Array.isArray(raw[key]) ? (raw[key] as Record<string, unknown>[]) : [];

const tableAt = (raw: LocalPrices, key: string): Readonly<Record<string, unknown>> =>
  typeof raw[key] === 'object' && raw[key] !== null ? (raw[key] as Record<string, unknown>) : {};

const sameName = (a: unknown, b: string): boolean =>
  typeof a === 'string' && a.trim().toLowerCase() === b.trim().toLowerCase();

export interface OwnPrice {
  readonly match: string;
  readonly rates: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly to?: string;
}

/** A price for one time replaces the one of the same beginning; a price for all time replaces all of the model. */
export const withPrice = (raw: LocalPrices, price: OwnPrice): LocalPrices => {
  const timed = price.from !== undefined || price.to !== undefined;
  const kept = listAt(raw, 'prices').filter(
    (entry) => !sameName(entry.match, price.match) || (timed && entry.from !== price.from),
  );
  return { ...raw, prices: [...kept, price] };
};

export const withDiscount = (
  raw: LocalPrices,
  match: string,
  mul: readonly [number, number],
): LocalPrices => ({
  ...raw,
  discounts: [...listAt(raw, 'discounts').filter((entry) => !sameName(entry.match, match)), { match, mul }],
});

export const withAlias = (raw: LocalPrices, name: string, model: string): LocalPrices => ({
  ...raw,
  aliases: { ...tableAt(raw, 'aliases'), [name]: model },
});

export const withLike = (raw: LocalPrices, name: string, model: string): LocalPrices => ({
  ...raw,
  priceLike: { ...tableAt(raw, 'priceLike'), [name]: model },
});

const withoutName = (
  table: Readonly<Record<string, unknown>>,
  name: string,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(table).filter(([key]) => !sameName(key, name)));

/** Everything that names the model, gone; and how many entries that were. */
export const withoutModel = (
  raw: LocalPrices,
  name: string,
): { readonly raw: LocalPrices; readonly removed: number } => {
  const lists = ['prices', 'discounts'] as const;
  const tables = ['aliases', 'priceLike', 'deployments'] as const;
  const next: Record<string, unknown> = { ...raw };
  let removed = 0;
  for (const key of lists) {
    const kept = listAt(raw, key).filter((entry) => !sameName(entry.match, name));
    removed += listAt(raw, key).length - kept.length;
    if (raw[key] !== undefined) next[key] = kept;
  }
  for (const key of tables) {
    const kept = withoutName(tableAt(raw, key), name);
    removed += Object.keys(tableAt(raw, key)).length - Object.keys(kept).length;
    if (raw[key] !== undefined) next[key] = kept;
  }
  return { raw: next, removed };
};

/** Every name that has an entry, for did-you-mean. */
export const namesWithPrices = (raw: LocalPrices): readonly string[] => [
  ...[...listAt(raw, 'prices'), ...listAt(raw, 'discounts')].map(({ match }) => String(match)),
  ...['aliases', 'priceLike', 'deployments'].flatMap((key) => Object.keys(tableAt(raw, key))),
];
