import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchText } from './call-names.ts';
import { type Explanation, factorText, isRounded, sumLines, withPlaces } from './call-sum.ts';

const explanation = (part: Partial<Explanation>): Explanation => ({
  status: 'priced',
  lines: [
    { bucket: 'input', tokens: 1200, usdPerMillion: '5', rate: null, usd: '0.006' },
    { bucket: 'cacheWrite1h', tokens: 10, usdPerMillion: '6.25', rate: 'cache write', usd: '0.0000625' },
  ],
  subtotalUsd: '0.0060625',
  multipliers: [],
  fees: [],
  listUsd: '0.0060625',
  promptTokens: 1210,
  tier: 'base',
  price: null,
  recorded: {
    listNanoUsd: 6_062_500,
    billedNanoUsd: 0,
    reportedNanoUsd: null,
    priceRule: null,
    matchedBy: 'exact',
    bookVersion: 'b',
    confidence: 'exact',
    notes: [],
  },
  ...part,
});

describe('sumLines', () => {
  it('shows tokens × rate = amount, and says when another rate pays', () => {
    expect(sumLines(explanation({}))).toEqual([
      { what: 'Input', count: '1,200', rate: '$5.00 / M', usd: '0.0060000' },
      {
        what: 'Cache write, 1 h',
        aside: 'at the rate of cache write',
        count: '10',
        rate: '$6.25 / M',
        usd: '0.0000625',
      },
      { what: 'API list price', count: '', rate: '', usd: '0.0060625' },
    ]);
  });

  it('shows what multiplies the tokens and what comes on top', () => {
    const shown = sumLines(
      explanation({
        multipliers: [{ name: 'batch', factor: '1/2' }],
        fees: [{ fee: 'webSearch', count: 2, usdEach: '0.01', usd: '0.02' }],
        listUsd: '0.02303125',
      }),
    );
    expect(shown.slice(2).map(({ what, rate, usd }) => [what, rate, usd])).toEqual([
      ['Tokens together', '', '0.00606250'],
      ['batch', '× 0.5', ''],
      ['Web searches', '$0.01 each', '0.02000000'],
      ['API list price', '', '0.02303125'],
    ]);
  });

  it('has nothing to show without a price', () => {
    expect(sumLines(explanation({ status: 'unpriced', lines: [], listUsd: null }))).toEqual([]);
  });

  it('puts the points under each other and changes no amount', () => {
    const amount = fc
      .tuple(fc.nat(9999), fc.stringMatching(/^\d{0,12}$/))
      .map(([whole, fraction]) => (fraction === '' ? `${whole}` : `${whole}.${fraction}`));
    fc.assert(
      fc.property(amount, amount, (usd, listUsd) => {
        const line = { bucket: 'output', tokens: 1, usdPerMillion: '1', rate: null, usd };
        const shown = sumLines(explanation({ lines: [line], listUsd })).map((one) => one.usd);
        expect(shown.map(Number)).toEqual([usd, listUsd].map(Number));
        expect(new Set(shown.map((text) => text.split('.')[1]?.length ?? 0)).size).toBe(1);
      }),
    );
  });
});

it('says when a price was rounded to a billionth of a dollar', () => {
  expect(isRounded(explanation({}))).toBe(false);
  expect(isRounded(explanation({ subtotalUsd: '0.00606250005' }))).toBe(true);
});

it('keeps amounts that are no amounts', () => {
  expect(withPlaces('', 4)).toBe('');
  expect(withPlaces('3', 2)).toBe('3.00');
  expect(factorText('11/10')).toBe('× 1.1');
  expect(factorText('1/3')).toBe('× 1/3');
});

it('tells in words how a name was matched', () => {
  expect(matchText('exact')).toBe('by exactly this name');
  expect(matchText('prefix+date')).toBe("without the provider's prefix and its date");
  expect(matchText('override:alias+exact')).toBe('by your own alias');
  expect(matchText('override:alias+date+something')).toBe(
    'by your own alias, without its date and something',
  );
});
