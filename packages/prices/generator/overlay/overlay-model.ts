import type { BookSource, ModelPrice, PricePeriod, PriceTier, ProviderPrice, Rates } from '@meterline/core';

/** Models of ours that stand over what the upstream data says, by `provider:model`. */
export type OverlayModels = Readonly<Record<string, ModelPrice>>;

/** What one overlay file adds to the book. */
export interface Overlay {
  readonly sources: Readonly<Record<string, BookSource>>;
  readonly providers: Readonly<Record<string, ProviderPrice>>;
  readonly models: OverlayModels;
}

/** A rate times a fraction, kept to the six decimals that the book allows. */
export const times = (rate: number, numerator: number, denominator = 1): number =>
  Math.round((rate * 1_000_000 * numerator) / denominator) / 1_000_000;

const INPUT_SIDE = ['in', 'cr', 'w', 'w5', 'w1', 'w12', 'inA', 'inI'] as const;
const OUTPUT_SIDE = ['out', 'outA', 'outI', 'rs'] as const;

/** Rates of a long context: input and all cache rates times `input`, output times `output` (both as fractions). */
export const longContext = (
  base: Rates,
  at: number,
  op: PriceTier['op'],
  input: readonly [number, number],
  output: readonly [number, number],
): PriceTier => {
  const rates: { -readonly [K in keyof Rates]: Rates[K] } = {};
  for (const name of INPUT_SIDE) if (base[name] !== undefined) rates[name] = times(base[name], ...input);
  for (const name of OUTPUT_SIDE) if (base[name] !== undefined) rates[name] = times(base[name], ...output);
  return { at, op, r: rates };
};

export type Provenance = Pick<PricePeriod, 'src' | 'conf' | 'note'>;

/** A period with its provenance; undefined parts are left out. */
export const period = (
  rates: Rates,
  provenance: Provenance,
  more: Partial<Pick<PricePeriod, 'from' | 'to' | 't' | 'win' | 'fees'>> = {},
): PricePeriod => ({ ...more, r: rates, ...provenance });
