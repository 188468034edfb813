import { parseScaled } from '../money/nano-usd.ts';
import { isRatio } from '../money/rational.ts';
import type { PriceFees, PricePeriod, PriceTier, RateName, Rates } from './book.ts';
import {
  type DeploymentOverride,
  type DiscountOverride,
  NO_OVERRIDES,
  type PriceOverride,
  type PriceOverrides,
} from './overrides.ts';

/** What is wrong with one key of the user's file. `key` is a path such as `prices[0].rates.input`. */
export interface OverrideError {
  readonly key: string;
  readonly message: string;
}

export type ParsedOverrides =
  | { readonly ok: true; readonly value: PriceOverrides }
  | { readonly ok: false; readonly errors: readonly OverrideError[] };

/** 10,000 US dollars per million tokens, as in the book. */
const MAX_RATE_MICRO = 10_000_000_000;

/** The names people write, in US dollars per million tokens. */
const RATE_KEYS: Readonly<Record<string, RateName>> = {
  input: 'in',
  output: 'out',
  cacheRead: 'cr',
  cacheWrite: 'w',
  cacheWrite5m: 'w5',
  cacheWrite1h: 'w1',
  cacheWrite12h: 'w12',
  inputAudio: 'inA',
  outputAudio: 'outA',
  inputImage: 'inI',
  outputImage: 'outI',
  reasoning: 'rs',
};

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Collects errors while the values are read, so that the user sees all of them at once. */
class Errors {
  readonly list: OverrideError[] = [];

  add(key: string, message: string): undefined {
    this.list.push({ key, message });
    return undefined;
  }

  /** Reports every key that is not among `known`: a misspelt key must not be silently without effect. */
  unknownKeys(value: Json, known: readonly string[], at: string): void {
    for (const key of Object.keys(value))
      if (!known.includes(key)) this.add(`${at}${key}`, `unknown key; expected one of ${known.join(', ')}`);
  }
}

const readRate = (value: unknown, key: string, errors: Errors): number | undefined => {
  const micro = typeof value === 'number' || typeof value === 'string' ? parseScaled(value, 6) : undefined;
  if (micro === undefined || micro < 0 || micro > MAX_RATE_MICRO)
    return errors.add(key, 'must be US dollars per million tokens, 0 to 10,000');
  return micro / 1_000_000;
};

const readRates = (value: unknown, at: string, errors: Errors): Rates => {
  if (!isObject(value)) {
    errors.add(at, 'must be a table of rates');
    return {};
  }
  errors.unknownKeys(value, Object.keys(RATE_KEYS), `${at}.`);
  const rates: { -readonly [K in RateName]?: number } = {};
  for (const [key, name] of Object.entries(RATE_KEYS)) {
    if (value[key] === undefined) continue;
    const rate = readRate(value[key], `${at}.${key}`, errors);
    if (rate !== undefined) rates[name] = rate;
  }
  return rates;
};

const readTier = (value: unknown, at: string, errors: Errors): PriceTier[] => {
  if (!isObject(value)) return errors.add(at, 'must be a table') ?? [];
  errors.unknownKeys(value, ['above', 'atLeast', 'rates'], `${at}.`);
  const bound = value.above ?? value.atLeast;
  if (!Number.isSafeInteger(bound) || (bound as number) < 0)
    return errors.add(at, 'needs `above` or `atLeast`, a number of prompt tokens') ?? [];
  const op = value.above === undefined ? '>=' : '>';
  return [{ at: bound as number, op, r: readRates(value.rates, `${at}.rates`, errors) }];
};

const readFees = (value: unknown, at: string, errors: Errors): PriceFees | undefined => {
  if (value === undefined) return undefined;
  if (!isObject(value)) return errors.add(at, 'must be a table of fees');
  errors.unknownKeys(value, ['webSearch', 'request'], `${at}.`);
  const fees: { webSearch?: number; request?: number } = {};
  for (const name of ['webSearch', 'request'] as const) {
    const raw = value[name];
    if (raw === undefined) continue;
    const nano = typeof raw === 'number' || typeof raw === 'string' ? parseScaled(raw, 9) : undefined;
    if (nano === undefined || nano < 0) errors.add(`${at}.${name}`, 'must be US dollars a unit, 0 or more');
    else fees[name] = nano / 1_000_000_000;
  }
  return fees;
};

const readInstant = (value: unknown, key: string, errors: Errors): string | undefined => {
  if (value === undefined) return undefined;
  const iso = value instanceof Date ? value.toISOString() : value;
  if (typeof iso !== 'string' || Number.isNaN(Date.parse(iso)))
    return errors.add(key, 'must be an ISO 8601 date or time');
  return new Date(iso).toISOString();
};

const readPrice = (value: unknown, at: string, errors: Errors): (PriceOverride & { at: string })[] => {
  if (!isObject(value)) return errors.add(at, 'must be a table') ?? [];
  errors.unknownKeys(value, ['match', 'rates', 'tiers', 'fees', 'from', 'to'], `${at}.`);
  if (typeof value.match !== 'string' || value.match.trim() === '')
    return errors.add(`${at}.match`, 'must name a model, as `provider:model` or `model`') ?? [];
  const rates = readRates(value.rates, `${at}.rates`, errors);
  if (isObject(value.rates) && value.rates.input === undefined)
    errors.add(`${at}.rates.input`, 'is required');
  const tiers = Array.isArray(value.tiers)
    ? value.tiers.flatMap((tier, index) => readTier(tier, `${at}.tiers[${index}]`, errors))
    : [];
  const from = readInstant(value.from, `${at}.from`, errors);
  const to = readInstant(value.to, `${at}.to`, errors);
  const fees = readFees(value.fees, `${at}.fees`, errors);
  const period: PricePeriod = {
    r: { out: 0, ...rates },
    ...(tiers.length > 0 ? { t: tiers } : {}),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(fees === undefined ? {} : { fees }),
  };
  return [{ match: value.match.trim().toLowerCase(), periods: [period], at }];
};

const startOf = (period: PricePeriod): string => period.from ?? '';

/** Several entries for one model are its periods; they may not overlap. */
const mergePrices = (
  prices: readonly (PriceOverride & { at: string })[],
  errors: Errors,
): PriceOverride[] => {
  const merged = new Map<string, PricePeriod[]>();
  const sorted = [...prices].sort((a, b) => (startOf(a.periods[0]!) < startOf(b.periods[0]!) ? -1 : 1));
  for (const price of sorted) {
    const periods = merged.get(price.match) ?? [];
    const before = periods.at(-1);
    if (before !== undefined && (before.to ?? '9') > startOf(price.periods[0]!))
      errors.add(price.at, `overlaps another price for ${price.match}; give both \`from\` and \`to\``);
    merged.set(price.match, [...periods, ...price.periods]);
  }
  return [...merged].map(([match, periods]) => ({ match, periods }));
};

const readDiscount = (value: unknown, at: string, errors: Errors): DiscountOverride[] => {
  if (!isObject(value)) return errors.add(at, 'must be a table') ?? [];
  errors.unknownKeys(value, ['match', 'mul'], `${at}.`);
  if (typeof value.match !== 'string') return errors.add(`${at}.match`, 'must be a string') ?? [];
  if (!isRatio(value.mul))
    return errors.add(`${at}.mul`, 'must be [numerator, denominator], such as [85, 100]') ?? [];
  return [{ match: value.match.trim().toLowerCase(), mul: value.mul }];
};

const readNames = (value: unknown, at: string, errors: Errors): Record<string, string> => {
  const names: Record<string, string> = {};
  if (value === undefined) return names;
  if (!isObject(value)) {
    errors.add(at, 'must be a table of names');
    return names;
  }
  for (const [from, to] of Object.entries(value)) {
    if (typeof to !== 'string' || to.trim() === '')
      errors.add(`${at}.${from}`, 'must be the name of a model');
    else names[from.trim().toLowerCase()] = to.trim();
  }
  return names;
};

const readDeployment = (value: unknown, at: string, errors: Errors): DeploymentOverride | undefined => {
  if (typeof value === 'string') return { model: value };
  if (!isObject(value) || typeof value.model !== 'string')
    return errors.add(at, 'must be a model, or a table with `model` and `zone`');
  errors.unknownKeys(value, ['model', 'zone'], `${at}.`);
  const zone = value.zone;
  if (zone !== undefined && zone !== 'global' && zone !== 'regional')
    return errors.add(`${at}.zone`, 'must be "global" or "regional"');
  return { model: value.model, ...(zone === undefined ? {} : { zone }) };
};

const readDeployments = (value: unknown, errors: Errors): Record<string, DeploymentOverride> => {
  const deployments: Record<string, DeploymentOverride> = {};
  if (value === undefined) return deployments;
  if (!isObject(value)) return errors.add('deployments', 'must be a table of deployments') ?? deployments;
  for (const [name, raw] of Object.entries(value)) {
    const deployment = readDeployment(raw, `deployments.${name}`, errors);
    if (deployment !== undefined) deployments[name.trim().toLowerCase()] = deployment;
  }
  return deployments;
};

const readList = <T>(
  value: unknown,
  at: string,
  errors: Errors,
  read: (item: unknown, at: string, errors: Errors) => T[],
): T[] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return errors.add(at, 'must be a list') ?? [];
  return value.flatMap((item, index) => read(item, `${at}[${index}]`, errors));
};

/**
 * Reads the user's overrides as they stand in a configuration file:
 * `prices` [{match, rates, tiers?, fees?, from?, to?}], `discounts` [{match, mul}], `aliases`, `priceLike`,
 * `deployments`. Rates are US dollars per million tokens, as numbers or decimal strings. Every fault is returned, each
 * with the key it stands at.
 */
export const parseOverrides = (value: unknown): ParsedOverrides => {
  if (value === undefined) return { ok: true, value: NO_OVERRIDES };
  if (!isObject(value)) return { ok: false, errors: [{ key: '', message: 'must be a table' }] };
  const errors = new Errors();
  errors.unknownKeys(value, Object.keys(NO_OVERRIDES), '');
  const overrides: PriceOverrides = {
    prices: mergePrices(readList(value.prices, 'prices', errors, readPrice), errors),
    discounts: readList(value.discounts, 'discounts', errors, readDiscount),
    aliases: readNames(value.aliases, 'aliases', errors),
    priceLike: readNames(value.priceLike, 'priceLike', errors),
    deployments: readDeployments(value.deployments, errors),
  };
  return errors.list.length > 0 ? { ok: false, errors: errors.list } : { ok: true, value: overrides };
};
