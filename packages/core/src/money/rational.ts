/** A positive fraction, `[numerator, denominator]`, both safe integers. `[11, 10]` is 1.1. */
export type Ratio = readonly [numerator: number, denominator: number];

export const ONE: Ratio = [1, 1];

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Lowest terms. */
export const reduce = ([numerator, denominator]: Ratio): Ratio => {
  const divisor = gcd(numerator, denominator) || 1;
  return [numerator / divisor, denominator / divisor];
};

/** Exact product in lowest terms. */
export const multiply = (a: Ratio, b: Ratio): Ratio => reduce([a[0] * b[0], a[1] * b[1]]);

/** True for a pair of positive safe integers. */
export const isRatio = (value: unknown): value is Ratio =>
  Array.isArray(value) &&
  value.length === 2 &&
  value.every((part) => Number.isSafeInteger(part) && (part as number) > 0);

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
