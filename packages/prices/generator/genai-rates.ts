import type { PricePeriod, PriceTier, RateName, Rates } from '@meterline/core';
import type { GenaiModel } from './upstream.ts';

type Json = Readonly<Record<string, unknown>>;

const NAMES: Readonly<Record<string, RateName>> = {
  input_mtok: 'in',
  output_mtok: 'out',
  cache_read_mtok: 'cr',
  cache_write_mtok: 'w',
  cache_write_1h_mtok: 'w1',
  input_audio_mtok: 'inA',
  output_audio_mtok: 'outA',
  input_image_mtok: 'inI',
  output_image_mtok: 'outI',
  output_reasoning_mtok: 'rs',
};

/** Six decimals, which is what the book can say exactly. */
export const sixDecimals = (rate: number): number => Math.round(rate * 1e6) / 1e6;

const isTiered = (value: unknown): value is { base: number; tiers: { start: number; price: number }[] } =>
  typeof value === 'object' && value !== null && 'tiers' in value;

type Mutable = { -readonly [K in RateName]?: number };

const perThousand = (prices: Json, name: string): number | undefined => {
  const value = prices[name];
  return typeof value === 'number' ? Math.round(value * 1e6) / 1e9 : undefined;
};

const feesOf = (prices: Json): PricePeriod['fees'] => {
  const webSearch = perThousand(prices, 'web_searches_kcount');
  const request = perThousand(prices, 'requests_kcount');
  if (webSearch === undefined && request === undefined) return undefined;
  return { ...(request === undefined ? {} : { request }), ...(webSearch === undefined ? {} : { webSearch }) };
};

/** One upstream price as a period without bounds; `undefined` where it does not price text tokens. */
const periodOf = (prices: Json): PricePeriod | undefined => {
  const base: Mutable = {};
  const tiers = new Map<number, Mutable>();
  for (const [upstream, name] of Object.entries(NAMES)) {
    const value = prices[upstream];
    if (typeof value === 'number') base[name] = sixDecimals(value);
    if (!isTiered(value)) continue;
    base[name] = sixDecimals(value.base);
    for (const { start, price } of value.tiers)
      tiers.set(start, { ...tiers.get(start), [name]: sixDecimals(price) });
  }
  if (base.in === undefined) return undefined;
  const fees = feesOf(prices);
  const rates: Rates = { ...base, out: base.out ?? 0 };
  const steps = [...tiers].sort(([a], [b]) => a - b);
  const t = steps.map(([at, r]): PriceTier => ({ at, op: '>', r }));
  return {
    ...(fees === undefined ? {} : { fees }),
    r: rates,
    ...(t.length > 0 ? { t } : {}),
  };
};

const startOf = (constraint: Json | undefined): string | undefined => {
  const date = constraint?.start_date;
  return typeof date === 'string' ? `${date}T00:00:00Z` : undefined;
};

/** Periods of an upstream model; none where it has prices by the time of day, which we only state ourselves. */
export const genaiPeriods = (model: GenaiModel): readonly PricePeriod[] => {
  if (!Array.isArray(model.prices)) {
    const period = periodOf(model.prices as Json);
    return period === undefined ? [] : [period];
  }
  const dated: readonly { readonly constraint?: Json; readonly prices: Json }[] = model.prices;
  if (dated.some(({ constraint }) => constraint !== undefined && startOf(constraint) === undefined))
    return [];
  const periods = dated.flatMap(({ constraint, prices }) => {
    const period = periodOf(prices);
    const from = startOf(constraint);
    return period === undefined ? [] : [{ ...(from === undefined ? {} : { from }), ...period }];
  });
  return periods.map((period, index) => {
    const to = periods[index + 1]?.from;
    return to === undefined ? period : { ...period, to };
  });
};

/** Exact names of a match rule. A prefix or substring rule gives its literal only: the book never matches by prefix. */
export const genaiNames = (match: unknown): string[] => {
  if (typeof match !== 'object' || match === null) return [];
  const rule = match as Json;
  if (Array.isArray(rule.or)) return rule.or.flatMap(genaiNames);
  const name = rule.equals ?? rule.starts_with;
  return typeof name === 'string' ? [name.toLowerCase().replace(/[-@:]+$/, '')] : [];
};
