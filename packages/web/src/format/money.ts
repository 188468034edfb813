import { formatUsd } from '@meterline/core';

/** What money is shown in: US dollars as they are kept, or another currency at a rate that the user set. */
export interface Currency {
  readonly code: string;
  /** Decimal: units for one US dollar. */
  readonly perUsd: string;
}

export const US_DOLLARS: Currency = { code: 'USD', perUsd: '1' };

const NANO = 1e9;
/** Larger amounts are thousands or millions on an axis. */
const COMPACT_FROM = 10_000;

const inCurrency = (nanoUsd: number, { code, perUsd }: Currency): string => {
  const amount = (nanoUsd / NANO) * Number(perUsd);
  const small = Math.abs(amount) < 0.01 && amount !== 0;
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: code,
    ...(small ? { maximumSignificantDigits: 2 } : {}),
  }).format(amount);
};

/** `$1,234.50`, `$0.00042`: money under a cent never reads as none. */
export const moneyText = (nanoUsd: number, currency: Currency): string =>
  currency.code === 'USD'
    ? formatUsd(nanoUsd).replace('-', '−')
    : inCurrency(nanoUsd, currency).replace('-', '−');

/** Where there is little room: `$83.56`, `$1,235` without cents, `$1.23M`. */
export const shortMoney = (nanoUsd: number, currency: Currency): string => {
  const amount = (nanoUsd / NANO) * Number(currency.perUsd);
  if (Math.abs(amount) < CENTS_BELOW) return moneyText(nanoUsd, currency);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.code,
    ...(Math.abs(amount) < MILLION
      ? { maximumFractionDigits: 0 }
      : { notation: 'compact', maximumSignificantDigits: 3 }),
  })
    .format(amount)
    .replace('-', '−');
};

const CENTS_BELOW = 1000;
const MILLION = 1_000_000;

/** For an axis: `$1.2K`, `$350`, `$0.02`. `digits` after the point, so that all lines of one axis read alike. */
export const axisMoney = (nanoUsd: number, currency: Currency, digits?: number): string => {
  const amount = (nanoUsd / NANO) * Number(currency.perUsd);
  if (digits !== undefined && Math.abs(amount) < COMPACT_FROM)
    return new Intl.NumberFormat('en-US', {
      style: 'currency',
      currency: currency.code,
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(amount);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: currency.code,
    notation: Math.abs(amount) >= COMPACT_FROM ? 'compact' : 'standard',
    ...(Math.abs(amount) >= 10 || amount === 0
      ? {
          maximumFractionDigits: amount % 1 === 0 || Math.abs(amount) >= COMPACT_FROM ? 1 : 2,
          minimumFractionDigits: 0,
        }
      : { maximumSignificantDigits: 3 }),
  }).format(amount);
};

/** The exact amount, for who points at it: `$0.000420000`. */
export const exactUsd = (nanoUsd: number): string => {
  const sign = nanoUsd < 0 ? '−' : '';
  const digits = String(Math.abs(nanoUsd)).padStart(10, '0');
  return `${sign}$${digits.slice(0, -9)}.${digits.slice(-9)}`;
};
