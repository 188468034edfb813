/** A positive fraction, `[numerator, denominator]`, both safe integers. `[11, 10]` is 1.1. */
export type Ratio = readonly [numerator: number, denominator: number];

export const ONE: Ratio = [1, 1];

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Lowest terms. */
export const reduce = ([numerator, denominator]: Ratio): Ratio => {
  const divisor = gcd(numerator, denominator) || 1;
  return [numerator / divisor, denominator / divisor];
};

/** Smallest common multiple of two positive integers. */
export const leastMultiple = (a: number, b: number): number => (a / gcd(a, b)) * b;

/** Exact product in lowest terms. */
export const multiply = (a: Ratio, b: Ratio): Ratio => reduce([a[0] * b[0], a[1] * b[1]]);

/** Finer factors than a hundredth of a percent are not sold; the bound keeps products of factors and rates exact. */
export const MAX_RATIO_PART = 10_000;

/** True for a pair of whole numbers from 1 to `MAX_RATIO_PART`. */
export const isRatio = (value: unknown): value is Ratio =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((part) => Number.isSafeInteger(part) && part > 0 && part <= MAX_RATIO_PART);

/**
 * `numerator / denominator` rounded half to even, for integers whose magnitude is below 2^53.
 * `%` on safe integers is exact, so no digit is lost on the way.
 */
export const divideHalfEven = (numerator: number, denominator: number): number => {
  const remainder = numerator % denominator;
  const quotient = (numerator - remainder) / denominator;
  const twice = Math.abs(remainder) * 2;
  const up = twice > denominator || (twice === denominator && quotient % 2 !== 0);
  return up ? quotient + (numerator < 0 ? -1 : 1) : quotient;
};

/** The same for integers of any size. */
export const divideHalfEvenBig = (numerator: bigint, denominator: bigint): bigint => {
  const remainder = numerator % denominator;
  const quotient = numerator / denominator;
  const twice = (remainder < 0n ? -remainder : remainder) * 2n;
  const up = twice > denominator || (twice === denominator && quotient % 2n !== 0n);
  return up ? quotient + (numerator < 0n ? -1n : 1n) : quotient;
};
