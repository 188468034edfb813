import type { GetAnswer } from '@meterline/api/client';
import { rateText } from '../format/rate.ts';

export type UnitPrice = GetAnswer<'/prices'>['rows'][number];

export interface PricedModel {
  /** Names it among the others. */
  readonly value: string;
  readonly provider: string;
  readonly model: string;
  /** `$3.00 in, $15.00 out`, for a million tokens. */
  readonly price: string;
}

/** The models that have a price now, each once and in the order given. */
export const pricedModels = (prices: readonly UnitPrice[]): readonly PricedModel[] => {
  const models = new Map<string, PricedModel>();
  for (const { key, current, rates } of prices) {
    const value = `${key.provider}/${key.model}`;
    if (!current || models.has(value)) continue;
    models.set(value, { ...key, value, price: inOut(rates) });
  }
  return [...models.values()];
};

const inOut = (rates: UnitPrice['rates']): string => {
  const { input, output } = rates;
  const parts = [
    ...(input === undefined ? [] : [`${rateText(input)} in`]),
    ...(output === undefined ? [] : [`${rateText(output)} out`]),
  ];
  return parts.length === 0 ? 'other rates' : parts.join(', ');
};
