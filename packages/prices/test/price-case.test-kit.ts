import {
  type Cost,
  compileBook,
  formatUsdExact,
  type PriceableCall,
  type PriceEngine,
  type TokenUsage,
} from '@meterline/core';
import { priceBook } from '../src/index.ts';

type Counts = Readonly<Record<string, number>>;
type Options = Readonly<{
  service_tier?: string;
  batch?: boolean;
  speed?: string;
  inference_geo?: string;
  regional?: boolean;
}>;

/** A case of vectors.json, in its own words; `semantics` in that file says what they mean. */
export interface PriceCase {
  readonly id?: string;
  readonly provider: string;
  readonly model: string;
  readonly canonical?: string;
  readonly at: string;
  readonly usage: Counts;
  readonly options: Options;
  readonly rates?: Readonly<Record<string, unknown>>;
  readonly reported?: { readonly cost: number };
  readonly expected_usd: string | null;
  readonly expected_tier?: string;
  readonly expected_status?: string;
}

const KINDS: Readonly<Record<string, keyof TokenUsage>> = {
  input: 'input',
  cache_read: 'cacheRead',
  cache_write_5m: 'cacheWrite5m',
  cache_write_1h: 'cacheWrite1h',
  cache_write_12h: 'cacheWrite12h',
  cache_write: 'cacheWrite',
  input_audio: 'inputAudio',
  output_audio: 'outputAudio',
  input_image: 'inputImage',
  output_image: 'outputImage',
  output: 'output',
  reasoning: 'reasoning',
};

const tokensOf = (usage: Counts): TokenUsage =>
  Object.fromEntries(
    Object.entries(usage).flatMap(([name, count]) =>
      KINDS[name] === undefined ? [] : [[KINDS[name], count]],
    ),
  );

const regionOf = (options: Options): string | undefined =>
  options.inference_geo ?? (options.regional === true ? 'regional' : undefined);

const present = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

/** The case as a call that the engine takes. */
export const callOf = (
  one: Pick<PriceCase, 'provider' | 'model' | 'at' | 'usage' | 'options' | 'reported'>,
) =>
  ({
    provider: one.provider,
    model: one.model,
    startedAt: Date.parse(one.at),
    tokens: tokensOf(one.usage),
    ...present({
      webSearches: one.usage.web_searches,
      requests: one.usage.requests,
      serviceTier: one.options.service_tier,
      batch: one.options.batch,
      speed: one.options.speed,
      region: regionOf(one.options),
      reportedCostNanoUsd: one.reported === undefined ? undefined : Math.round(one.reported.cost * 1e9),
    }),
  }) as PriceableCall;

export const bookEngine: PriceEngine = compileBook(priceBook());

/** What leaves the account, as an exact decimal; `null` when the price is not known. */
export const billedUsd = (cost: Cost): string | null =>
  cost.billedNanoUsd === undefined ? null : formatUsdExact(cost.billedNanoUsd);

const NOON = '2026-11-20T12:00:00Z';

/** The list price of one call today, for tables of expectations. */
export const usdOf = (
  provider: string,
  model: string,
  usage: Counts,
  options: Options = {},
  at: string = NOON,
): string | null => billedUsd(bookEngine.price(callOf({ provider, model, usage, options, at })));
