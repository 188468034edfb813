import type {
  BookSource,
  ModelPrice,
  PriceBook,
  PriceEngine,
  PricePeriod,
  Rates,
  ResolvedModel,
} from '@meterline/core';
import type { Ledger } from '@meterline/store';

/** `own`: set by the user. Else how the book knows it, from `official` (the provider's page) to `disputed`. */
export type PriceCertainty = 'own' | 'official' | 'agreed' | 'secondary' | 'disputed';

/** What a model costs in one period of time. Rates are US dollars per million tokens, as the book has them. */
export interface PriceRow {
  readonly provider: string;
  readonly model: string;
  /** UTC milliseconds, inclusive; null is since always. */
  readonly fromAt: number | null;
  /** Exclusive; null is until further notice. */
  readonly toAt: number | null;
  /** Holds at the time that was asked for. */
  readonly current: boolean;
  readonly rates: Rates;
  /** Of the whole call, where its prompt has more than (or at least) `tokens` tokens. */
  readonly tiers: readonly { readonly op: '>' | '>='; readonly tokens: number; readonly rates: Rates }[];
  /** Other rate cards: batch, flex, priority, fast. */
  readonly cards: readonly string[];
  /** US dollars each. */
  readonly fees: Readonly<Record<string, number>>;
  readonly sourceUrl: string | null;
  /** When the price was seen there, `YYYY-MM-DD`. */
  readonly sourceSeen: string | null;
  readonly certainty: PriceCertainty;
  /** Why the figures are surprising but right. */
  readonly note: string | null;
}

const CERTAINTIES = { O: 'official', M: 'agreed', S: 'secondary', U: 'disputed' } as const;

const instantOf = (iso: string | undefined): number | null => (iso === undefined ? null : Date.parse(iso));

/** Half-open, as the engine reads it. */
const holdsAt = (fromAt: number | null, toAt: number | null, at: number): boolean =>
  (fromAt === null || fromAt <= at) && (toAt === null || at < toAt);

const sourceOf = (book: PriceBook, period: PricePeriod): BookSource | undefined =>
  period.src === undefined ? undefined : book.sources[period.src];

const rowOf = (
  resolved: ResolvedModel,
  price: ModelPrice,
  period: PricePeriod,
  book: PriceBook,
  at: number,
): PriceRow => {
  const own = resolved.matchedBy === 'override:price';
  const source = sourceOf(book, period);
  const [fromAt, toAt] = [instantOf(period.from), instantOf(period.to)];
  const cards = { ...(own ? {} : book.providers[resolved.provider]?.cards), ...price.cards };
  return {
    provider: resolved.provider,
    model: resolved.model,
    fromAt,
    toAt,
    current: holdsAt(fromAt, toAt, at),
    rates: period.r,
    tiers: (period.t ?? []).map(({ at: tokens, op, r }) => ({ op, tokens, rates: r })),
    cards: Object.keys(cards),
    fees: { ...period.fees },
    sourceUrl: source?.url ?? null,
    sourceSeen: source?.seen ?? null,
    certainty: own ? 'own' : period.conf === undefined ? 'official' : CERTAINTIES[period.conf],
    note: period.note ?? null,
  };
};

/** All periods of a model's price, oldest first. */
export const priceRows = (resolved: ResolvedModel, book: PriceBook, at: number): readonly PriceRow[] => {
  const { price } = resolved;
  if (price === undefined) return [];
  return price.p.map((period) => rowOf(resolved, price, period, book, at));
};

/** The one that holds at an instant. */
export const currentPrice = (resolved: ResolvedModel, book: PriceBook, at: number): PriceRow | undefined =>
  priceRows(resolved, book, at).find(({ current }) => current);

/**
 * A model as somebody typed it: `provider:model` where that names one, else its vendor's, else that of the only host
 * that has it. Of several hosts none is chosen: their prices differ (`hostsOf` names them).
 */
export const resolveNamed = (engine: PriceEngine, given: string): ResolvedModel => {
  const at = given.indexOf(':');
  if (at > 0) {
    const resolved = engine.resolve(given.slice(0, at), given.slice(at + 1));
    if (resolved.kind !== 'unknown') return resolved;
  }
  const resolved = engine.resolve('', given);
  if (resolved.kind !== 'unknown') return resolved;
  const [host, ...others] = hostsOf(engine, given);
  return host === undefined || others.length > 0 ? resolved : engine.resolve(host, given);
};

/** Providers with a model of exactly this name, in the order of the alphabet. */
export const hostsOf = (engine: PriceEngine, name: string): readonly string[] => {
  const wanted = name.trim().toLowerCase();
  const hosts = Object.entries(engine.book.models).flatMap(([key, { a = [] }]) => {
    const colon = key.indexOf(':');
    return [key.slice(colon + 1), ...a].includes(wanted) ? [key.slice(0, colon)] : [];
  });
  return [...new Set(hosts)].sort();
};

/** Models of the ledger that are looked at, the most expensive first. */
const MAX_MODELS = 200;

/** The models that calls used: the price of each at an instant, and the names of those without any. */
export const pricesInUse = async (
  ledger: Ledger,
  engine: PriceEngine,
  at: number,
): Promise<{ readonly rows: readonly PriceRow[]; readonly unknown: readonly string[] }> => {
  const { rows } = await ledger.usage({
    zone: 'UTC',
    where: [],
    by: ['provider', 'model'],
    limit: MAX_MODELS,
  });
  const known = new Map<string, ResolvedModel>();
  const unknown = new Set<string>();
  for (const { key } of rows) {
    const resolved = engine.resolve(key.provider ?? '', key.model ?? '');
    if (resolved.price !== undefined) known.set(`${resolved.provider}:${resolved.model}`, resolved);
    else if (resolved.kind === 'unknown') unknown.add(key.model ?? '(none)');
  }
  return {
    rows: [...known.values()].flatMap((resolved) => currentPrice(resolved, engine.book, at) ?? []),
    unknown: [...unknown],
  };
};
