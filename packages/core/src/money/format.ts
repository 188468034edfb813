import { formatScaled, NANO_PER_USD, type NanoUsd } from './nano-usd.ts';
import { divideHalfEven } from './rational.ts';

const NANO_PER_CENT = NANO_PER_USD / 100;

const withThousands = (whole: string): string => whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Keeps the two leading digits of an amount below one cent, so that it never reads as zero. */
const smallAmount = (nanoUsd: number): string => {
  const unit = 10 ** Math.max(0, String(nanoUsd).length - 2);
  return formatScaled(divideHalfEven(nanoUsd, unit) * unit, 9);
};

const wholeCents = (nanoUsd: number): string => {
  const digits = String(divideHalfEven(nanoUsd, NANO_PER_CENT)).padStart(3, '0');
  return `${withThousands(digits.slice(0, -2))}.${digits.slice(-2)}`;
};

/**
 * Money for people: `$1,234.50`, `$0.02`, and below one cent two significant digits (`$0.00042`), so a cost that is
 * not zero never shows as `$0.00`. Amounts are nano-USD; `undefined` (not known) is a dash.
 */
export const formatUsd = (nanoUsd: NanoUsd | undefined): string => {
  if (nanoUsd === undefined) return '–';
  const size = Math.abs(nanoUsd);
  const text = size === 0 || size >= NANO_PER_CENT ? wholeCents(size) : smallAmount(size);
  return `${nanoUsd < 0 ? '-' : ''}$${text}`;
};
