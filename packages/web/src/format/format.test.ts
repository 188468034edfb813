import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesText, compactCount, percentText, plural } from './count.ts';
import { axisMoney, exactUsd, moneyText, shortMoney, US_DOLLARS } from './money.ts';
import { shortId, valueName } from './name.ts';
import { agoText, spanText } from './time.ts';

describe('money', () => {
  it('under a cent reads as money', () => {
    expect(moneyText(420_000, US_DOLLARS)).toBe('$0.00042');
    expect(moneyText(420_000, { code: 'EUR', perUsd: '0.5' })).toBe('€0.00021');
    expect(moneyText(-1_500_000_000, US_DOLLARS)).toBe('−$1.50');
    expect(moneyText(0, US_DOLLARS)).toBe('$0.00');
  });

  it('that is not zero never shows as zero, in any currency', () => {
    const amount = fc.integer({ min: 1, max: 1e15 });
    fc.assert(
      fc.property(amount, fc.constantFrom('USD', 'EUR', 'JPY'), (nano, code) => {
        expect(moneyText(nano, { code, perUsd: code === 'USD' ? '1' : '0.92' })).toMatch(/[1-9]/);
      }),
    );
  });

  it('is exact for who points at it', () => {
    expect(exactUsd(420_000)).toBe('$0.000420000');
    expect(exactUsd(-12_345_678_901)).toBe('−$12.345678901');
  });

  it('is short where there is little room', () => {
    const euros = { code: 'EUR', perUsd: '0.5' };
    expect(shortMoney(83_560_000_000, US_DOLLARS)).toBe('$83.56');
    expect(shortMoney(420_000, US_DOLLARS)).toBe('$0.00042');
    expect(shortMoney(1_234_567_000_000, US_DOLLARS)).toBe('$1,235');
    expect(shortMoney(-1_234_567_000_000, US_DOLLARS)).toBe('−$1,235');
    expect(shortMoney(1_234_567_000_000, euros)).toBe('€617.28');
    expect(shortMoney(1_234_567_890_000_000, US_DOLLARS)).toBe('$1.23M');
  });

  it('is short on an axis', () => {
    expect(axisMoney(350e9, US_DOLLARS)).toBe('$350');
    expect(axisMoney(12_300e9, US_DOLLARS)).toBe('$12.3K');
    expect(axisMoney(20e6, US_DOLLARS)).toBe('$0.02');
  });
});

describe('counts', () => {
  it('are short, and exact while they are small', () => {
    expect(compactCount(9_999)).toBe('9,999');
    expect(compactCount(1_234_567)).toBe('1.23M');
    expect(plural(1, 'call')).toBe('1 call');
    expect(plural(1200, 'call')).toBe('1,200 calls');
    expect(bytesText(1_234_567)).toBe('1.23 MB');
  });

  it('of a share says 0% and 100% only where they are', () => {
    expect([0, 0.0004, 0.034, 0.5, 0.9995, 1].map(percentText)).toEqual([
      '0%',
      '<0.1%',
      '3.4%',
      '50%',
      '>99.9%',
      '100%',
    ]);
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (share) => {
        expect(['0%', '100%', '0.0%', '100.0%']).not.toContain(percentText(share));
      }),
    );
    expect(percentText(null)).toBe('–');
  });
});

describe('time', () => {
  it('is told in two units at most', () => {
    expect([850, 3_200, 45_000, 245_000, 7_500_000, 273_600_000].map(spanText)).toEqual([
      '850 ms',
      '3.2 s',
      '45 s',
      '4 min 5 s',
      '2 h 5 min',
      '3 d 4 h',
    ]);
    expect(agoText(0, 90_000, 'UTC')).toBe('1 min ago');
  });
});

describe('names', () => {
  it('keep what tells them apart', () => {
    expect(valueName('project', '/home/me/code/api')).toBe('…/code/api');
    expect(valueName('project', null)).toBe('(none)');
    expect(shortId('0123456789abcdef')).toBe('0123456789ab…');
  });
});
