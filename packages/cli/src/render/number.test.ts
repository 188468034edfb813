import { describe, expect, it } from 'vitest';
import { bytes, change, compact, duration, grouped, percent, plural, tokensInWords } from './number.ts';

describe('numbers for people', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1.0k'],
    [9949, '9.9k'],
    [9960, '10k'],
    [999_400, '999k'],
    [999_900, '1.0M'],
    [1_250_000, '1.3M'],
    [3_000_000_000, '3.0B'],
  ])('compact(%i) is %s', (count, text) => {
    expect(compact(count)).toBe(text);
  });

  it('groups, counts and names', () => {
    expect(grouped(1234567)).toBe('1,234,567');
    expect(plural(1, 'call')).toBe('1 call');
    expect(plural(2, 'call')).toBe('2 calls');
    expect(tokensInWords(1_200_000)).toBe('1.2 M tokens');
    expect(tokensInWords(1)).toBe('1 token');
    expect(bytes(3_400_000)).toBe('3.4 MB');
    expect(bytes(1_000_000_000)).toBe('1.0 GB');
  });

  it.each([
    [1, 3, '33 %'],
    [1, 1000, '<1 %'],
    [0, 5, '0 %'],
    [5, 0, '–'],
    [9999, 10_000, '99 %'],
    [5, 5, '100 %'],
  ])('percent(%i, %i) is %s: a part is never all or nothing', (part, whole, text) => {
    expect(percent(part, whole)).toBe(text);
  });

  it.each([
    [12, 10, '+20 %'],
    [5, 10, '−50 %'],
    [10, 10, '±0 %'],
    [99, 10, '+890 %'],
    [4_300, 10, '430 ×'],
    [10, 0, 'new'],
    [0, 0, '–'],
  ])('change(%i, %i) is %s', (now, before, text) => {
    expect(change(now, before)).toBe(text);
  });

  it.each([
    [400, '0.4 s'],
    [12_000, '12 s'],
    [185_000, '3 min 5 s'],
    [7_800_000, '2 h 10 min'],
    [86_400_000 * 3, '3 days'],
  ])('duration(%i) is %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
