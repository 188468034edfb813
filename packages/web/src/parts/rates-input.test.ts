import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_RATES, rateError, ratesOf } from './rates-input.ts';

describe('rates as they are typed', () => {
  it.each([
    ['2.50', '2.50'],
    [' $2.5 ', '2.5'],
    ['0', '0'],
    ['2,50', '2.50'],
    ['0.000001', '0.000001'],
  ])('%j is %s', (typed, sent) => {
    expect(rateError(typed, true)).toBeUndefined();
    expect(ratesOf({ ...NO_RATES, input: typed, output: '1' })?.input).toBe(sent);
  });

  it.each(['', '-1', 'two', '1.2345678', '1,234', '1e3', '.5'])('%j is no rate', (typed) => {
    expect(rateError(typed, true)).toBeDefined();
    expect(ratesOf({ ...NO_RATES, input: typed, output: '1' })).toBeUndefined();
  });

  it('need input and output only', () => {
    expect(ratesOf({ ...NO_RATES, input: '1', output: '2' })).toEqual({ input: '1', output: '2' });
    expect(ratesOf({ input: '1', output: '2', cacheRead: '0.1', cacheWrite: '' })).toEqual({
      input: '1',
      output: '2',
      cacheRead: '0.1',
    });
    expect(ratesOf({ input: '1', output: '2', cacheRead: 'x', cacheWrite: '' })).toBeUndefined();
  });

  it('send nothing that the server would refuse', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (input, output) => {
        const rates = ratesOf({ ...NO_RATES, input, output });
        if (rates !== undefined)
          for (const rate of Object.values(rates)) expect(rate).toMatch(/^\d{1,9}(\.\d{1,6})?$/);
      }),
    );
  });
});
