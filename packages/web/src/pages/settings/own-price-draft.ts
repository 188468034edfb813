import { NO_RATES, ratesOf, type TypedRates } from '../../parts/rates-input.ts';
import type { GivenPrice } from '../../pricing/use-pricing.ts';

export const PRICE_KINDS = ['rates', 'like', 'alias', 'discount'] as const;
export type PriceKind = (typeof PRICE_KINDS)[number];

/** A price of one's own as it is typed. */
export interface PriceDraft {
  readonly model: string;
  readonly kind: PriceKind;
  readonly rates: TypedRates;
  /** The other model of `like` and `alias`. */
  readonly other: string;
  readonly percent: string;
}

export const NEW_PRICE: PriceDraft = { model: '', kind: 'rates', rates: NO_RATES, other: '', percent: '' };

/** What is wrong with a percentage; undefined: nothing. */
export const percentError = (typed: string): string | undefined => {
  const text = percentText(typed);
  const isRight = /^\d{1,2}(\.\d{1,2})?$/.test(text) && Number(text) > 0;
  return isRight ? undefined : 'More than 0 and less than 100, such as 15 or 12.5.';
};

const percentText = (typed: string): string => typed.trim().replace(/\s*%$/, '').replace(',', '.');

/** The price to send; undefined while something is missing or wrong. */
export const givenPrice = ({ kind, rates, other, percent }: PriceDraft): GivenPrice | undefined => {
  switch (kind) {
    case 'rates': {
      const given = ratesOf(rates);
      return given && { rates: given };
    }
    case 'like':
      return other === '' ? undefined : { like: other };
    case 'alias':
      return other === '' ? undefined : { alias: other };
    case 'discount':
      return percentError(percent) === undefined
        ? { discountPercent: Number(percentText(percent)) }
        : undefined;
  }
};
