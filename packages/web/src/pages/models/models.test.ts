import { NO_USAGE } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderIn, sortRows } from '../../parts/sort-rows.ts';
import { modelKeyText, parseModelKey } from './model-key.ts';
import { certaintyText, linkOf, termText, tierText } from './price-words.ts';
import { ratioText } from './ratio-text.ts';
import { largestGap, largestShare } from './share-gap.ts';
import { MODEL_ORDERS, type ModelRow } from './sort-models.ts';
import { differenceText } from './what-if-difference.ts';

const rowOf = (model: string, part: Partial<ModelRow> = {}): ModelRow => ({
  ...NO_USAGE,
  key: { provider: 'p', model },
  start: null,
  calls: 1,
  shareOfCost: null,
  shareOfTokens: null,
  outputPerInput: null,
  costPerCallNanoUsd: null,
  usdPerMillionNanoUsd: null,
  cacheHitRate: null,
  price: null,
  priced: 'unknown',
  ...part,
});
const costing = (model: string, listNanoUsd: number, unpricedCalls = 0): ModelRow =>
  rowOf(model, { cost: { ...NO_USAGE.cost, listNanoUsd, unpricedCalls } });
const names = (rows: readonly ModelRow[]) => rows.map(({ key }) => key['model']);

describe('the order of the models', () => {
  it('has the largest first and what has no price last, not as $0', () => {
    const rows = [costing('free', 0), costing('unpriced', 0, 1), costing('dear', 9), costing('cheap', 1)];
    expect(names(sortRows(rows, MODEL_ORDERS.cost))).toEqual(['dear', 'cheap', 'free', 'unpriced']);
  });

  it('is by letters for names', () => {
    expect(names(sortRows([rowOf('b'), rowOf('a'), rowOf('c')], MODEL_ORDERS.model))).toEqual([
      'a',
      'b',
      'c',
    ]);
  });

  it('is that of the page where the address says nothing that is known', () => {
    expect(orderIn(MODEL_ORDERS, undefined, 'tokens')).toBe('tokens');
    expect(orderIn(MODEL_ORDERS, 'nonsense', 'calls')).toBe('calls');
    expect(orderIn(MODEL_ORDERS, 'cache', 'cost')).toBe('cache');
  });

  it('loses and invents no row, and is the same when sorted again', () => {
    const figure = fc.option(fc.integer({ min: -5, max: 5 }), { nil: null });
    const rows = fc.array(
      fc.tuple(fc.string(), figure).map(([name, value]) => rowOf(name, { cacheHitRate: value })),
    );
    fc.assert(
      fc.property(rows, fc.constantFrom(...Object.values(MODEL_ORDERS)), (given, order) => {
        const sorted = sortRows(given, order);
        expect(new Set(sorted)).toEqual(new Set(given));
        expect(sortRows(sorted, order)).toEqual(sorted);
      }),
    );
  });
});

describe('shares', () => {
  it('name the model that takes more of the money than it does of the work', () => {
    const rows = [
      rowOf('even', { shareOfCost: 0.5, shareOfTokens: 0.48 }),
      rowOf('dear', { shareOfCost: 0.4, shareOfTokens: 0.1 }),
      rowOf('cheap', { shareOfCost: 0.1, shareOfTokens: 0.42 }),
    ];
    expect(largestGap(rows)).toMatchObject({ ofCost: 0.4, ofTokens: 0.1 });
    expect(largestShare(rows)).toBe(0.5);
  });

  it('say nothing where they hardly differ or are not known', () => {
    expect(largestGap([rowOf('a', { shareOfCost: 0.52, shareOfTokens: 0.5 }), rowOf('b')])).toBeUndefined();
    expect(largestShare([])).toBe(0);
  });
});

describe('figures in words', () => {
  it.each([
    [null, '–'],
    [0, '–'],
    [0.0133, '75 : 1'],
    [0.4, '2.5 : 1'],
    [1, '1 : 1'],
    [2.5, '1 : 2.5'],
    [0.0001, '10,000 : 1'],
  ])('input and output of %s are %s', (ratio, text) => expect(ratioText(ratio)).toBe(text));

  it.each([
    [100, 57, '−43%'],
    [100, 220, '+120%'],
    [100, 3100, '31 times'],
    [100, 100, 'the same'],
    [0, 5, 'from nothing'],
    [100_000, 100_001, '+<0.1%'],
    [100, 95.5, '−4.5%'],
  ])('from %s to %s is %s', (from, to, text) => expect(differenceText(from, to)).toBe(text));

  it.each([
    [null, null, 'always'],
    ['2026-03-13T00:00:00.000Z', null, 'since 2026-03-13'],
    [null, '2026-03-13T00:00:00Z', 'until 2026-03-13'],
    ['2026-01-01T00:00:00Z', '2026-03-13T16:30:00.000Z', '2026-01-01 to 2026-03-13 16:30 UTC'],
  ])('a price from %s to %s holds %s', (from, to, text) => expect(termText(from, to)).toBe(text));

  it.each([
    ['>200000', 'over 200,000 tokens'],
    ['>=128000', 'from 128,000 tokens'],
    ['?', '?'],
  ])('the tier %s is %s', (tier, text) => expect(tierText(tier)).toBe(text));

  it('links to web pages only', () => {
    expect(linkOf('https://example.com/prices')).toBe('https://example.com/prices');
    expect(linkOf('javascript:alert(1)')).toBeUndefined();
    expect(linkOf(null)).toBeUndefined();
    expect(certaintyText('something new')).toBe('something new');
  });
});

describe('a model in an address', () => {
  it('is read back, whatever it is called', () => {
    const provider = fc.string({ minLength: 1 }).filter((text) => !text.includes('/'));
    fc.assert(
      fc.property(fc.option(provider), fc.option(fc.string({ minLength: 1 })), (by, model) => {
        expect(parseModelKey(modelKeyText({ provider: by, model }))).toEqual({ provider: by, model });
      }),
    );
  });

  it('needs no provider', () => {
    expect(parseModelKey('gpt-5.5')).toEqual({ provider: null, model: 'gpt-5.5' });
  });
});
