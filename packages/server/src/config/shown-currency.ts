import type { Config } from './config.ts';

/** In which currency the dashboard shows money; the ledger always holds US dollars. */
export interface ShownCurrency {
  /** ISO 4217. */
  readonly code: string;
  /** Units for one US dollar, a decimal in text. */
  readonly perUsd: string;
}

const US_DOLLAR: ShownCurrency = { code: 'USD', perUsd: '1' };

/** A code without its rate, or a rate without a code, would show wrong money: then it is US dollars. */
export const shownCurrency = ({ currency }: Config): ShownCurrency =>
  currency?.code === undefined || currency.perUsd === undefined
    ? US_DOLLAR
    : { code: currency.code, perUsd: currency.perUsd };
