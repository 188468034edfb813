import { boundText } from '../../format/price-bound.ts';

/** `, from 2026-11-01`; empty where the price always holds. */
export const ownPriceTerm = (from: string | null, to: string | null): string =>
  [from === null ? '' : `, from ${boundText(from)}`, to === null ? '' : `, until ${boundText(to)}`].join('');
