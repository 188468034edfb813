import type { PriceBook, PricePeriod } from '@meterline/core';
import type { BookProblem } from '../src/book-shape.ts';
import type { Flagship } from './flagships.ts';
import type { Upstream } from './upstream.ts';

const TOLERANCE = 0.01;
const COMPARED = ['in', 'out', 'cr'] as const;
type Compared = (typeof COMPARED)[number];

/** What one source says of one flagship, in US dollars per million tokens. */
export interface Quote {
  readonly source: string;
  readonly rates: Readonly<Partial<Record<Compared, number>>>;
}

const perMillion = (value: unknown): number | undefined =>
  typeof value === 'number' ? Math.round(value * 1e12) / 1e6 : undefined;
const plain = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const quote = (source: string, input?: number, output?: number, read?: number): Quote[] =>
  input === undefined
    ? []
    : [
        {
          source,
          rates: {
            in: input,
            ...(output === undefined ? {} : { out: output }),
            ...(read === undefined ? {} : { cr: read }),
          },
        },
      ];

const litellmQuote = (flagship: Flagship, { litellm }: Upstream): Quote[] => {
  const entry = litellm[flagship.litellm ?? ''];
  return quote(
    'LiteLLM',
    perMillion(entry?.input_cost_per_token),
    perMillion(entry?.output_cost_per_token),
    perMillion(entry?.cache_read_input_token_cost),
  );
};

const modelsDevQuote = (flagship: Flagship, { modelsDev }: Upstream): Quote[] => {
  const [provider, model] = flagship.modelsDev ?? ['', ''];
  const cost = modelsDev[provider]?.models?.[model]?.cost;
  return quote('models.dev', plain(cost?.input), plain(cost?.output), plain(cost?.cache_read));
};

/** The period in force on the day the book is built. */
export const currentPeriod = (book: PriceBook, key: string): PricePeriod | undefined =>
  book.models[key]?.p.find(
    ({ from, to }) =>
      (from ?? '') <= `${book.asOf}T00:00:00Z` && (to === undefined || to > `${book.asOf}T00:00:00Z`),
  );

const bookQuote = (book: PriceBook, key: string): Quote[] => {
  const period = currentPeriod(book, key);
  return period === undefined ? [] : quote('the book', period.r.in, period.r.out, period.r.cr);
};

/** All quotes of a flagship, the book's own first. */
export const quotesFor = (flagship: Flagship, book: PriceBook, upstream: Upstream): readonly Quote[] => [
  ...bookQuote(book, flagship.key),
  ...litellmQuote(flagship, upstream),
  ...modelsDevQuote(flagship, upstream),
];

/** Where two quotes differ by more than 1 %: the rate and both figures. Rates that one does not give are not compared. */
export const disagreements = (quotes: readonly Quote[]): readonly string[] =>
  quotes.flatMap((a, index) =>
    quotes.slice(index + 1).flatMap((b) =>
      COMPARED.flatMap((rate) => {
        const left = a.rates[rate];
        const right = b.rates[rate];
        if (left === undefined || right === undefined || left === right) return [];
        const far = Math.abs(left - right) > TOLERANCE * Math.max(left, right);
        return far ? [`${rate}: ${a.source} ${left}, ${b.source} ${right}`] : [];
      }),
    ),
  );

/** Flagships that sources disagree about and that no overlay settles. */
export const crossCheck = (
  flagships: readonly Flagship[],
  overlaid: ReadonlySet<string>,
  book: PriceBook,
  upstream: Upstream,
): readonly BookProblem[] =>
  flagships.flatMap((flagship): BookProblem[] => {
    if (book.models[flagship.key] === undefined)
      return [{ rule: 'shape', at: flagship.key, message: 'is a flagship and not in the book' }];
    if (overlaid.has(flagship.key)) return [];
    return disagreements(quotesFor(flagship, book, upstream)).map((message) => ({
      rule: 'sources_disagree',
      at: flagship.key,
      message: `${message}; settle it in the overlay, with its source`,
    }));
  });
