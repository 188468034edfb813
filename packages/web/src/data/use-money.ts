import { type Currency, moneyText, US_DOLLARS } from '../format/money.ts';
import { useStatus } from './use-status.ts';

export const useCurrency = (): Currency => useStatus().data?.currency ?? US_DOLLARS;

/** Money as the user wants it shown. */
export const useMoney = (): ((nanoUsd: number) => string) => {
  const currency = useCurrency();
  return (nanoUsd) => moneyText(nanoUsd, currency);
};
