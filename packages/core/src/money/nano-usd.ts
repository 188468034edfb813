import { divideHalfEvenBig } from './rational.ts';

/**
 * Money: an integer count of nano-US-dollars (1 USD = 1,000,000,000). A plain number, because one event stays far
 * below 2^53 nano-USD (9,007,199 USD); sums over many events are the store's 64-bit integers.
 */
export type NanoUsd = number;

export const NANO_PER_USD = 1_000_000_000;

/** True for a value that may be stored as the cost of one event. */
export const isNanoUsd = (value: unknown): value is NanoUsd => Number.isSafeInteger(value);

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;

/** A decimal number as written: `digits` shifted right by `scale` places. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const parseDecimal = (text: string): Decimal | undefined => {
  const match = DECIMAL.exec(text.trim());
  const digits = (match?.[2] ?? '') + (match?.[3] ?? '');
  if (match === null || digits === '' || digits.length > 60) return undefined;
  const scale = (match[3] ?? '').length - Number(match[4] ?? 0);
  return { digits: BigInt(`${match[1] === '-' ? '-' : ''}${digits}`), scale };
};

/**
 * Reads a decimal as an integer count of `10^-places`. Digits beyond that are rounded once, half to even.
 * Returns `undefined` for anything that is not a finite decimal or does not fit a safe integer.
 */
export const parseScaled = (value: string | number, places: number): number | undefined => {
  const decimal = parseDecimal(String(value));
  if (decimal === undefined || Math.abs(decimal.scale) > 400) return undefined;
  const shift = places - decimal.scale;
  const scaled =
    shift >= 0
      ? decimal.digits * 10n ** BigInt(shift)
      : divideHalfEvenBig(decimal.digits, 10n ** BigInt(-shift));
  const result = Number(scaled);
  return Number.isSafeInteger(result) ? result : undefined;
};

/** `"0.0036035"` → 3603500 nano-USD. Accepts a number or a decimal string; `undefined` when it is neither. */
export const parseUsd = (value: string | number): NanoUsd | undefined => parseScaled(value, 9);

/** The exact decimal of an integer count of `10^-places`, without trailing zeros: `3603500, 9` → `"0.0036035"`. */
export const formatScaled = (count: number | bigint, places: number): string => {
  const negative = count < 0;
  const digits = String(negative ? -count : count).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${negative ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
};

/** The exact decimal amount of US dollars, for exports and tests: `3603500` → `"0.0036035"`. */
export const formatUsdExact = (nanoUsd: NanoUsd): string => formatScaled(nanoUsd, 9);
