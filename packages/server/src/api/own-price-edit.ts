import { parseScaled } from '@meterline/core';
import { withAlias, withDiscount, withLike, withPrice } from '../config/local-price-edit.ts';
import type { LocalPrices } from '../config/local-prices.ts';
import { instantOf } from '../report/index.ts';
import { RequestInvalid } from './request-invalid.ts';
import { valueOrThrow } from './value-or-throw.ts';

/** One of four ways to give a model a price, as the contract has them. */
export type OwnPriceBody =
  | {
      readonly model: string;
      readonly rates: Readonly<Record<string, string | undefined>>;
      readonly from?: string | undefined;
      readonly to?: string | undefined;
    }
  | { readonly model: string; readonly like: string }
  | { readonly model: string; readonly alias: string }
  | { readonly model: string; readonly discountPercent: number };

export interface OwnPriceEdit {
  readonly says: string;
  readonly change: (raw: LocalPrices) => LocalPrices;
}

/** What a body changes in `prices.local.json`, and in words. Days are those of the zone, as with `prices set`. */
export const ownPriceEdit = (body: OwnPriceBody, zone: string, now: number): OwnPriceEdit => {
  const { model } = body;
  if ('like' in body)
    return {
      says: `${model} costs what ${body.like} costs.`,
      change: (raw) => withLike(raw, model, body.like),
    };
  if ('alias' in body)
    return {
      says: `${model} is another name for ${body.alias}.`,
      change: (raw) => withAlias(raw, model, body.alias),
    };
  if ('discountPercent' in body) return discountEdit(model, body.discountPercent);
  const rates = Object.fromEntries(
    Object.entries(body.rates).flatMap(([name, usd]) => (usd === undefined ? [] : [[name, usd]])),
  );
  const iso = (name: 'from' | 'to', text: string | undefined) =>
    text === undefined
      ? {}
      : { [name]: new Date(valueOrThrow(instantOf(name, text, zone, now))).toISOString() };
  const price = { match: model, rates, ...iso('from', body.from), ...iso('to', body.to) };
  const said = Object.entries(rates).map(([name, usd]) => `${name} $${usd}`);
  return {
    says: `${model} costs ${said.join(', ')} per million tokens.`,
    change: (raw) => withPrice(raw, price),
  };
};

/** Hundredths of a percent in the whole. */
const WHOLE = 10_000;

const discountEdit = (model: string, percent: number): OwnPriceEdit => {
  const hundredths = parseScaled(percent, 2);
  if (hundredths === undefined || hundredths <= 0 || hundredths >= WHOLE)
    throw new RequestInvalid([
      { name: 'discountPercent', message: 'Must be a percentage with at most two decimals, such as 12.5.' },
    ]);
  return {
    says: `${model} costs ${percent} % less than its list price.`,
    change: (raw) => withDiscount(raw, model, [WHOLE - hundredths, WHOLE]),
  };
};
