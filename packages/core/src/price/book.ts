import type { Ratio } from '../money/rational.ts';

/**
 * Rates in US dollars per million tokens, at most six decimals (which is exactly a whole number of pico-USD a token).
 * Cache rates are absolute: they are not derived from `in`, since providers make exceptions.
 */
export interface Rates {
  readonly in?: number;
  readonly out?: number;
  /** Cache read. */
  readonly cr?: number;
  /** Cache write: provider's default time to live, 5 minutes, 1 hour, 12 hours. */
  readonly w?: number;
  readonly w5?: number;
  readonly w1?: number;
  readonly w12?: number;
  /** Audio and image. */
  readonly inA?: number;
  readonly outA?: number;
  readonly inI?: number;
  readonly outI?: number;
  /** Reasoning tokens, where they have a rate of their own; otherwise they cost what output costs. */
  readonly rs?: number;
}

export type RateName = keyof Rates;

export const RATE_NAMES = [
  'in',
  'out',
  'cr',
  'w',
  'w5',
  'w1',
  'w12',
  'inA',
  'outA',
  'inI',
  'outI',
  'rs',
] as const satisfies readonly RateName[];

/** A context tier: a prompt of more than (or at least) `at` tokens moves the **whole** call to these rates. */
export interface PriceTier {
  readonly at: number;
  readonly op: '>' | '>=';
  /** The rates that change. Tiers that a prompt has crossed are laid over the base in ascending order. */
  readonly r: Rates;
}

/** Rates for part of a day. */
export interface TimeWindow {
  /** Name of an entry of `calendars`. */
  readonly cal: string;
  /** Half-open `[from, to)` in minutes of the UTC day. */
  readonly minutes: readonly (readonly [number, number])[];
  readonly r: Rates;
}

/** A rate card: a factor on every token rate (`keep`: rates the factor leaves alone), or rates of its own. */
export interface RateCard {
  readonly mul?: Ratio;
  readonly keep?: readonly RateName[];
  readonly r?: Rates;
  /** True where sources disagree: the cost is then *estimated*. */
  readonly unsure?: true;
}

/** `fast` is Anthropic's `speed: fast`; `priority` (OpenAI, Google) and `ultrafast` (OpenAI) are service tiers. */
export const CARD_NAMES = ['batch', 'flex', 'priority', 'fast', 'ultrafast'] as const;
export type CardName = (typeof CARD_NAMES)[number];

/** `geoUs` is Anthropic's `inference_geo: us`; `regional` is a data zone, regional endpoint or residency. */
export type RegionMod = 'geoUs' | 'regional';

/** PriceFees in US dollars for one unit. Multipliers do not touch them. */
export interface PriceFees {
  readonly webSearch?: number;
  readonly request?: number;
}

/** What one model costs from one UTC instant to another. */
export interface PricePeriod {
  /** ISO 8601 UTC, inclusive. Absent: since always (a log can be older than the announcement we know of). */
  readonly from?: string;
  /** ISO 8601 UTC, exclusive. */
  readonly to?: string;
  readonly r: Rates;
  readonly t?: readonly PriceTier[];
  readonly win?: readonly TimeWindow[];
  readonly fees?: PriceFees;
  /** Id of an entry of `sources`. */
  readonly src?: string;
  /** O: the provider's own page. M: several sources agree. S: one secondary source. U: unresolved. */
  readonly conf?: 'O' | 'M' | 'S' | 'U';
  /** Why the figures are surprising but right. */
  readonly note?: string;
}

export interface ModelPrice {
  /** Other exact names at this provider. */
  readonly a?: readonly string[];
  readonly p: readonly PricePeriod[];
  readonly cards?: Readonly<Partial<Record<CardName, RateCard>>>;
  readonly mods?: Readonly<Partial<Record<RegionMod, Ratio>>>;
}

/** What holds for all models a provider bills, unless the model says otherwise. */
export interface ProviderPrice {
  readonly cards?: Readonly<Partial<Record<CardName, RateCard>>>;
  readonly mods?: Readonly<Partial<Record<RegionMod, Ratio>>>;
  readonly fees?: PriceFees;
  /** True where the cost that the provider reports is what it charges (prices reference §3.2, 1). */
  readonly reports?: true;
}

/** Days on which a window is open, in a fixed offset from UTC. */
export interface BookCalendar {
  readonly offsetMinutes: number;
  /** Days of the week that count, 0 = Sunday. */
  readonly days: readonly number[];
  /** Dates in that offset (`YYYY-MM-DD`) that do not count though their weekday does. */
  readonly closed?: readonly string[];
}

export interface BookSource {
  readonly url: string;
  readonly seen: string;
}

export const BOOK_FORMAT = 'meterline-prices/1';

/** The price book: dated facts, with where they come from. Keys of `models` are `provider:model`. */
export interface PriceBook {
  readonly format: typeof BOOK_FORMAT;
  /** Sha-256 of the canonical JSON of the book without this field. */
  readonly version: string;
  /** The day the book was built from its sources, `YYYY-MM-DD`: a newer book has a later one. */
  readonly asOf: string;
  readonly sources: Readonly<Record<string, BookSource>>;
  readonly calendars: Readonly<Record<string, BookCalendar>>;
  readonly providers: Readonly<Record<string, ProviderPrice>>;
  readonly models: Readonly<Record<string, ModelPrice>>;
}

/** US dollars per million tokens → pico-USD per token, an integer. */
export const picoPerToken = (usdPerMillion: number): number => Math.round(usdPerMillion * 1_000_000);
/** US dollars → nano-USD. */
export const feeNanoUsd = (usd: number): number => Math.round(usd * 1_000_000_000);
