import { expect, it } from 'vitest';
import {
  namesWithPrices,
  withAlias,
  withDiscount,
  withLike,
  withoutModel,
  withPrice,
} from './local-price-edit.ts';

const FULL = {
  prices: [{ match: 'lab:one', rates: { input: '1' }, fees: { request: 1 } }],
  discounts: [{ match: 'anthropic:*', mul: [9, 10] }],
  aliases: { prod: 'gpt-5.4' },
  priceLike: { mine: 'gpt-5.4' },
  deployments: { chat: { model: 'gpt-5.4', zone: 'global' } },
};

it('changes one entry and leaves every other as it was', () => {
  const next = withPrice(FULL, { match: 'two', rates: { input: '2' } });
  expect(next).toEqual({ ...FULL, prices: [...FULL.prices, { match: 'two', rates: { input: '2' } }] });
  expect(withAlias(FULL, 'x', 'y').aliases).toEqual({ prod: 'gpt-5.4', x: 'y' });
  expect(withLike({}, 'x', 'y')).toEqual({ priceLike: { x: 'y' } });
  expect(withDiscount(FULL, 'Anthropic:*', [8, 10]).discounts).toEqual([
    { match: 'Anthropic:*', mul: [8, 10] },
  ]);
});

it('replaces a price of the same model, but keeps those of other times', () => {
  const first = withPrice({}, { match: 'm', rates: { input: '1' }, to: '2026-01-01T00:00:00.000Z' });
  const both = withPrice(first, { match: 'm', rates: { input: '2' }, from: '2026-01-01T00:00:00.000Z' });
  expect(both.prices).toHaveLength(2);
  expect(withPrice(both, { match: 'M', rates: { input: '3' } }).prices).toEqual([
    { match: 'M', rates: { input: '3' } },
  ]);
});

it('takes out everything that names a model', () => {
  expect(withoutModel(FULL, 'Lab:One')).toEqual({ raw: { ...FULL, prices: [] }, removed: 1 });
  expect(withoutModel(FULL, 'chat')).toEqual({ raw: { ...FULL, deployments: {} }, removed: 1 });
  expect(withoutModel(FULL, 'nobody')).toEqual({ raw: FULL, removed: 0 });
  expect(namesWithPrices(FULL)).toEqual(['lab:one', 'anthropic:*', 'prod', 'mine', 'chat']);
});
