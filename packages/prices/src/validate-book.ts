import type { ModelPrice, PriceBook, PricePeriod, Rates } from '@meterline/core';
import { type BookProblem, periodName, shapeProblems } from './book-shape.ts';

/** A step larger than this from one period to the next is a typing error until a note says otherwise. */
const MAX_CHANGE = 3;

/** Every set of rates of a period: base, tiers and windows, each laid over the base. */
const rateSets = (period: PricePeriod): readonly Rates[] => [
  period.r,
  ...(period.t ?? []).map((tier) => ({ ...period.r, ...tier.r })),
  ...(period.win ?? []).map((window) => ({ ...period.r, ...window.r })),
];

const rateOrder = (key: string, period: PricePeriod): BookProblem[] => {
  const at = periodName(key, period);
  return rateSets(period).flatMap(({ in: input = 0, out = 0, cr }) => {
    const problems: BookProblem[] = [];
    if (cr !== undefined && cr > input)
      problems.push({
        rule: 'cache_read_above_input',
        at,
        message: `a cache read (${cr}) costs more than input (${input})`,
      });
    // Embeddings and rerankers have no output to pay for.
    if (out > 0 && out < input && period.note === undefined)
      problems.push({
        rule: 'output_below_input',
        at,
        message: `output (${out}) is cheaper than input (${input}); if that is right, say so in a note`,
      });
    return problems;
  });
};

/** How many times the larger of two rates is the smaller; a step from or to free is not judged. */
export const changeFactor = (a: number | undefined, b: number | undefined): number =>
  a === undefined || b === undefined || a === 0 || b === 0 ? 1 : Math.max(a / b, b / a);

const changes = (key: string, before: PricePeriod, after: PricePeriod): BookProblem[] => {
  if (after.note !== undefined) return [];
  return (['in', 'out', 'cr'] as const).flatMap((name) => {
    const factor = changeFactor(before.r[name], after.r[name]);
    if (factor <= MAX_CHANGE) return [];
    const message = `${name} changes from ${before.r[name]} to ${after.r[name]}; if that is right, say so in a note`;
    return [{ rule: 'change_above_3x' as const, at: periodName(key, after), message }];
  });
};

const startMs = (period: PricePeriod): number =>
  period.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(period.from);
const endMs = (period: PricePeriod): number =>
  period.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(period.to);

const overlap = (key: string, before: PricePeriod, after: PricePeriod): BookProblem[] =>
  endMs(before) > startMs(after)
    ? [
        {
          rule: 'overlapping_periods',
          at: periodName(key, after),
          message: `begins before ${periodName(key, before)} ends; periods are half-open and in order`,
        },
      ]
    : [];

const emptyPeriod = (key: string, period: PricePeriod): BookProblem[] =>
  startMs(period) < endMs(period)
    ? []
    : [{ rule: 'overlapping_periods', at: periodName(key, period), message: 'ends before it begins' }];

const modelProblems = (key: string, { p: periods }: ModelPrice): BookProblem[] =>
  periods.flatMap((period, index) => {
    const before = periods[index - 1];
    return [
      ...rateOrder(key, period),
      ...emptyPeriod(key, period),
      ...(before === undefined ? [] : [...overlap(key, before, period), ...changes(key, before, period)]),
    ];
  });

const nameProblems = (book: PriceBook): BookProblem[] => {
  const owner = new Map<string, string>();
  const problems: BookProblem[] = [];
  for (const [key, model] of Object.entries(book.models)) {
    const provider = key.slice(0, key.indexOf(':'));
    for (const name of new Set([key, ...(model.a ?? []).map((alias) => `${provider}:${alias}`)])) {
      const other = owner.get(name);
      if (other !== undefined)
        problems.push({ rule: 'name_hits_two_models', at: name, message: `means both ${other} and ${key}` });
      owner.set(name, key);
    }
  }
  return problems;
};

/**
 * Everything that keeps a book from being used: its shape, then the rules of the prices reference §4 ("Fails on").
 * An empty list means valid. The generator refuses to write, and `prices update` to take, a book with problems.
 */
export const validateBook = (book: unknown): readonly BookProblem[] => {
  const shape = shapeProblems(book);
  if (shape.length > 0) return shape;
  const checked = book as PriceBook;
  return [
    ...Object.entries(checked.models).flatMap(([key, model]) => modelProblems(key, model)),
    ...nameProblems(checked),
  ];
};
