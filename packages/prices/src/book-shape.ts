import {
  BOOK_FORMAT,
  CARD_NAMES,
  isRatio,
  type PriceBook,
  type PricePeriod,
  RATE_NAMES,
} from '@meterline/core';

/** One thing wrong with a book. `rule` is stable; `at` names the model, period and rate. */
export interface BookProblem {
  readonly rule:
    | 'shape'
    | 'rate'
    | 'cache_read_above_input'
    | 'output_below_input'
    | 'change_above_3x'
    | 'overlapping_periods'
    | 'name_hits_two_models'
    | 'sources_disagree';
  readonly at: string;
  readonly message: string;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const shape = (at: string, message: string): BookProblem => ({ rule: 'shape', at, message });

/** US dollars per million tokens; with `MAX_RATIO_PART` it keeps every weight an exact integer. */
const MAX_RATE = 10_000;

const RATES = new Set<string>(RATE_NAMES);
const CARDS = new Set<string>(CARD_NAMES);

const rateProblems = (rates: unknown, at: string): BookProblem[] => {
  if (!isObject(rates)) return [shape(at, 'rates must be an object')];
  return Object.entries(rates).flatMap(([name, rate]): BookProblem[] => {
    if (!RATES.has(name)) return [shape(`${at}.${name}`, 'is not a rate')];
    if (typeof rate !== 'number' || !(rate >= 0) || rate > MAX_RATE)
      return [{ rule: 'rate', at: `${at}.${name}`, message: 'must be 0 to 10,000 USD per million tokens' }];
    const exact = Math.round(rate * 1e6) / 1e6 === rate;
    return exact ? [] : [{ rule: 'rate', at: `${at}.${name}`, message: 'has more than six decimals' }];
  });
};

const isInstant = (value: unknown): boolean =>
  value === undefined ||
  (typeof value === 'string' && !Number.isNaN(Date.parse(value)) && value.endsWith('Z'));

const tierProblems = (tiers: unknown, at: string): BookProblem[] => {
  if (tiers === undefined) return [];
  if (!Array.isArray(tiers)) return [shape(`${at}.t`, 'must be a list')];
  return tiers.flatMap((tier: unknown, index) => {
    const here = `${at}.t[${index}]`;
    if (!isObject(tier) || !Number.isSafeInteger(tier.at) || (tier.op !== '>' && tier.op !== '>='))
      return [shape(here, 'needs `at` and `op`')];
    return rateProblems(tier.r, `${here}.r`);
  });
};

const isMinutes = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every(
    (range) =>
      Array.isArray(range) &&
      range.length === 2 &&
      range.every((minute) => Number.isSafeInteger(minute) && minute >= 0 && minute <= 1440) &&
      range[0] < range[1],
  );

const windowProblems = (windows: unknown, at: string, book: Json): BookProblem[] => {
  if (windows === undefined) return [];
  if (!Array.isArray(windows)) return [shape(`${at}.win`, 'must be a list')];
  const calendars = isObject(book.calendars) ? book.calendars : {};
  return windows.flatMap((window: unknown, index) => {
    const here = `${at}.win[${index}]`;
    if (!isObject(window) || !isMinutes(window.minutes))
      return [shape(here, 'needs `minutes`, half-open ranges within a day')];
    if (!Object.hasOwn(calendars, String(window.cal))) return [shape(here, 'names no calendar of the book')];
    return rateProblems(window.r, `${here}.r`);
  });
};

const feeProblems = (fees: unknown, at: string): BookProblem[] => {
  if (fees === undefined) return [];
  if (!isObject(fees)) return [shape(at, 'must be an object')];
  return Object.entries(fees).flatMap(([name, fee]) =>
    (name === 'webSearch' || name === 'request') && typeof fee === 'number' && fee >= 0 && fee < 1000
      ? []
      : [shape(`${at}.${name}`, 'is not a fee in USD')],
  );
};

const periodProblems = (period: unknown, at: string, book: Json): BookProblem[] => {
  if (!isObject(period)) return [shape(at, 'must be an object')];
  const sources = isObject(book.sources) ? book.sources : {};
  const source = period.src;
  const rates = isObject(period.r) ? period.r : {};
  return [
    ...(isInstant(period.from) && isInstant(period.to) ? [] : [shape(at, 'bounds must be UTC instants')]),
    ...(source === undefined || Object.hasOwn(sources, String(source)) ? [] : [shape(at, 'names no source')]),
    ...(rates.in === undefined || rates.out === undefined ? [shape(at, 'needs `in` and `out`')] : []),
    ...rateProblems(period.r, `${at}.r`),
    ...tierProblems(period.t, at),
    ...windowProblems(period.win, at, book),
    ...feeProblems(period.fees, `${at}.fees`),
  ];
};

const cardProblems = (cards: unknown, at: string): BookProblem[] => {
  if (cards === undefined) return [];
  if (!isObject(cards)) return [shape(at, 'must be an object')];
  return Object.entries(cards).flatMap(([name, card]) => {
    const here = `${at}.${name}`;
    if (!CARDS.has(name) || !isObject(card)) return [shape(here, 'is not a rate card')];
    if (card.mul !== undefined && !isRatio(card.mul)) return [shape(here, '`mul` must be a ratio')];
    const keep = card.keep;
    const keeps =
      keep === undefined || (Array.isArray(keep) && keep.every((rate) => RATES.has(String(rate))));
    return [
      ...(keeps ? [] : [shape(here, '`keep` must name rates')]),
      ...(card.r === undefined ? [] : rateProblems(card.r, `${here}.r`)),
    ];
  });
};

const modProblems = (mods: unknown, at: string): BookProblem[] => {
  if (mods === undefined) return [];
  if (!isObject(mods)) return [shape(at, 'must be an object')];
  return Object.entries(mods).flatMap(([name, ratio]) =>
    (name === 'geoUs' || name === 'regional') && isRatio(ratio)
      ? []
      : [shape(`${at}.${name}`, 'is not a ratio')],
  );
};

const isNameList = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every((name) => typeof name === 'string'));

const modelProblems = (key: string, model: unknown, book: Json): BookProblem[] => {
  if (!/^[a-z0-9-]+:\S+$/.test(key)) return [shape(key, 'must be `provider:model`')];
  if (!isObject(model) || !Array.isArray(model.p) || model.p.length === 0)
    return [shape(key, 'needs a list of periods `p`')];
  return [
    ...(isNameList(model.a) ? [] : [shape(`${key}.a`, 'must be a list of names')]),
    ...model.p.flatMap((period: unknown, index) => periodProblems(period, `${key}[${index}]`, book)),
    ...cardProblems(model.cards, `${key}.cards`),
    ...modProblems(model.mods, `${key}.mods`),
  ];
};

const calendarProblems = (calendars: unknown): BookProblem[] => {
  if (!isObject(calendars)) return [shape('calendars', 'must be an object')];
  return Object.entries(calendars).flatMap(([name, calendar]) =>
    isObject(calendar) && Number.isSafeInteger(calendar.offsetMinutes) && Array.isArray(calendar.days)
      ? []
      : [shape(`calendars.${name}`, 'needs `offsetMinutes` and `days`')],
  );
};

const providerProblems = (providers: unknown): BookProblem[] => {
  if (!isObject(providers)) return [shape('providers', 'must be an object')];
  return Object.entries(providers).flatMap(([name, provider]) => {
    const at = `providers.${name}`;
    if (!isObject(provider)) return [shape(at, 'must be an object')];
    return [
      ...cardProblems(provider.cards, `${at}.cards`),
      ...modProblems(provider.mods, `${at}.mods`),
      ...feeProblems(provider.fees, `${at}.fees`),
    ];
  });
};

/** Whether a parsed JSON value is a price book at all, with everything that keeps it from being one. */
export const shapeProblems = (value: unknown): BookProblem[] => {
  if (!isObject(value)) return [shape('', 'is not an object')];
  if (value.format !== BOOK_FORMAT) return [shape('format', `must be ${BOOK_FORMAT}`)];
  if (!/^[0-9a-f]{64}$/.test(String(value.version))) return [shape('version', 'must be a sha-256')];
  if (!/^\d{4}-\d{2}-\d{2}$/.test(String(value.asOf))) return [shape('asOf', 'must be a date')];
  if (!isObject(value.models)) return [shape('models', 'must be an object')];
  if (!isObject(value.sources)) return [shape('sources', 'must be an object')];
  return [
    ...calendarProblems(value.calendars),
    ...providerProblems(value.providers),
    ...Object.entries(value.models).flatMap(([key, model]) => modelProblems(key, model, value)),
  ];
};

/** A value that has no shape problem is a book. */
export const asBook = (value: unknown): PriceBook => value as PriceBook;

/** `provider:model@from`, to point at a period in a message. */
export const periodName = (key: string, period: PricePeriod): string => `${key}@${period.from ?? 'start'}`;
