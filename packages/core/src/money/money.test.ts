import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  divideHalfEven,
  divideHalfEvenBig,
  formatUsd,
  formatUsdExact,
  isRatio,
  leastMultiple,
  multiply,
  parseUsd,
} from './index.ts';

describe('parseUsd', () => {
  test.each([
    ['0.0036035', 3_603_500],
    ['0.95', 950_000_000],
    ['12', 12_000_000_000],
    ['-0.5', -500_000_000],
    ['1e-7', 100],
    ['.5', 500_000_000],
    [0.1, 100_000_000],
    [1e-9, 1],
    ['0.0000000005', 0],
    ['0.0000000015', 2],
    ['9007199.254740991', 9_007_199_254_740_991],
  ])('%s is %d nano-USD', (text, nano) => {
    expect(parseUsd(text)).toBe(nano);
  });

  test.each(['', '.', 'abc', '1,5', '0x10', 'NaN', 'Infinity', '1e999', '9007199.254740992', '1'.repeat(70)])(
    '%s is not an amount',
    (text) => {
      expect(parseUsd(text)).toBeUndefined();
    },
  );

  test('what formatUsdExact writes is read back', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (nano) => {
        expect(parseUsd(formatUsdExact(nano))).toBe(nano);
      }),
    );
  });
});

describe('formatUsd', () => {
  test.each([
    [0, '$0.00'],
    [1, '$0.000000001'],
    [420_000, '$0.00042'],
    [3_603_500, '$0.0036'],
    [9_999_999, '$0.01'],
    [10_000_000, '$0.01'],
    [950_000_000, '$0.95'],
    [1_234_567_890_000_000, '$1,234,567.89'],
    [-1_200_000_000, '-$1.20'],
    [undefined, '–'],
  ])('%s is shown as %s', (nano, text) => {
    expect(formatUsd(nano)).toBe(text);
  });

  test('what is not zero never reads as zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1 }), (nano) => {
        expect(formatUsd(nano)).toMatch(/[1-9]/);
      }),
    );
  });
});

describe('rationals', () => {
  test('rounding half to even agrees with BigInt', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 1_000_000 }), (numerator, denominator) => {
        expect(divideHalfEven(numerator, denominator)).toBe(
          Number(divideHalfEvenBig(BigInt(numerator), BigInt(denominator))),
        );
      }),
    );
  });

  test.each([
    [5, 10, 0],
    [15, 10, 2],
    [25, 10, 2],
    [-15, 10, -2],
    [-25, 10, -2],
    [26, 10, 3],
  ])('%d / %d rounds to %d', (numerator, denominator, quotient) => {
    expect(divideHalfEven(numerator, denominator)).toBe(quotient + 0);
  });

  test('products are in lowest terms', () => {
    expect(multiply([6, 1], [11, 10])).toEqual([33, 5]);
    expect(leastMultiple(4, 6)).toBe(12);
  });

  test('a ratio is two whole numbers within bounds', () => {
    expect(isRatio([85, 100])).toBe(true);
    for (const value of [[0, 1], [1.5, 1], [1], [1, 2, 3], [1, 10_001], 'x', undefined])
      expect(isRatio(value)).toBe(false);
  });
});
