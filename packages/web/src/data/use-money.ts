import { type Currency, moneyText, shortMoney, US_DOLLARS } from '../format/money.ts';
import { useStatus } from './use-status.ts';

export const useCurrency = (): Currency => useStatus().data?.currency ?? US_DOLLARS;

/** Money as the user wants it shown. */
export const useMoney = (): ((nanoUsd: number) => string) => {
  const currency = useCurrency();
  return (nanoUsd) => moneyText(nanoUsd, currency);
};

/** The same where there is little room: large amounts without cents. */
export const useShortMoney = (): ((nanoUsd: number) => string) => {
  const currency = useCurrency();
  return (nanoUsd) => shortMoney(nanoUsd, currency);
};
