import { parseScaled } from '../money/nano-usd.ts';
import type { PriceFees, PricePeriod, PriceTier, RateName, Rates } from './book.ts';
import { isObject, type OverrideErrors, readList } from './override-errors.ts';
import type { PriceOverride } from './overrides.ts';

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

const readRate = (value: unknown, key: string, errors: OverrideErrors): number | undefined => {
  const micro = typeof value === 'number' || typeof value === 'string' ? parseScaled(value, 6) : undefined;
  if (micro === undefined || micro < 0 || micro > MAX_RATE_MICRO)
    return errors.add(key, 'must be US dollars per million tokens, 0 to 10,000');
  return micro / 1_000_000;
};

const readRates = (value: unknown, at: string, errors: OverrideErrors): Rates => {
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

const readTier = (value: unknown, at: string, errors: OverrideErrors): PriceTier[] => {
  if (!isObject(value)) return errors.add(at, 'must be a table') ?? [];
  errors.unknownKeys(value, ['above', 'atLeast', 'rates'], `${at}.`);
  const bound = value.above ?? value.atLeast;
  if (!Number.isSafeInteger(bound) || (bound as number) < 0)
    return errors.add(at, 'needs `above` or `atLeast`, a number of prompt tokens') ?? [];
  const op = value.above === undefined ? '>=' : '>';
  return [{ at: bound as number, op, r: readRates(value.rates, `${at}.rates`, errors) }];
};

const readFees = (value: unknown, at: string, errors: OverrideErrors): PriceFees | undefined => {
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

const readInstant = (value: unknown, key: string, errors: OverrideErrors): string | undefined => {
  if (value === undefined) return undefined;
  const iso = value instanceof Date ? value.toISOString() : value;
  // A time without a zone would mean another instant on another machine.
  const zoned = typeof iso === 'string' && /^\d{4}-\d\d-\d\d$|Z$|[+-]\d\d:\d\d$/.test(iso);
  if (!zoned || Number.isNaN(Date.parse(iso)))
    return errors.add(key, 'must be an ISO 8601 date (UTC), or a time with its zone');
  return new Date(iso).toISOString();
};

const readPrice = (
  value: unknown,
  at: string,
  errors: OverrideErrors,
): (PriceOverride & { at: string })[] => {
  if (!isObject(value)) return errors.add(at, 'must be a table') ?? [];
  errors.unknownKeys(value, ['match', 'rates', 'tiers', 'fees', 'from', 'to'], `${at}.`);
  if (typeof value.match !== 'string' || value.match.trim() === '')
    return errors.add(`${at}.match`, 'must name a model, as `provider:model` or `model`') ?? [];
  const rates = readRates(value.rates, `${at}.rates`, errors);
  // Both are asked for: a forgotten output rate would make half of every call free.
  for (const key of ['input', 'output'])
    if (isObject(value.rates) && value.rates[key] === undefined)
      errors.add(`${at}.rates.${key}`, 'is required');
  const tiers = readList(value.tiers, `${at}.tiers`, errors, readTier);
  const from = readInstant(value.from, `${at}.from`, errors);
  const to = readInstant(value.to, `${at}.to`, errors);
  if (from !== undefined && to !== undefined && from >= to) errors.add(`${at}.to`, 'must be after `from`');
  const fees = readFees(value.fees, `${at}.fees`, errors);
  const period: PricePeriod = {
    r: rates,
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
  errors: OverrideErrors,
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

/** Reads `prices`: [{match, rates, tiers?, fees?, from?, to?}], rates in US dollars per million tokens. */
export const readPrices = (value: unknown, errors: OverrideErrors): PriceOverride[] =>
  mergePrices(readList(value, 'prices', errors, readPrice), errors);
