import { type PricePeriod, RATE_NAMES, type Rates } from './book.ts';

/** FNV-1a, 32 bits: enough to tell the few versions of one period apart, and needs nothing from the platform. */
const fnv1a = (text: string): string => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
};

/** Rates in one fixed order, so that the order of keys in a file does not matter. */
const ratesOf = (rates: Rates): readonly (number | null)[] => RATE_NAMES.map((name) => rates[name] ?? null);

/**
 * Identity of a price: `provider:model@from#hash`. The hash covers what decides the amount, so a corrected price is
 * another rule, while a new note or source is not.
 */
export const priceRuleOf = (key: string, period: PricePeriod): string => {
  const tiers = (period.t ?? []).map((tier) => [tier.at, tier.op, ratesOf(tier.r)]);
  const windows = (period.win ?? []).map((window) => [window.cal, window.minutes, ratesOf(window.r)]);
  const fees = [period.fees?.webSearch ?? null, period.fees?.request ?? null];
  const from = period.from === undefined ? 'start' : period.from.replace(/T00:00(:00(\.000)?)?Z$/, '');
  return `${key}@${from}#${fnv1a(JSON.stringify([ratesOf(period.r), tiers, windows, fees]))}`;
};
