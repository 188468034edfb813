import type { Ledger } from '@meterline/store';
import { type Selection, selectionOf } from './selection.ts';

/** A model without a known price, as its calls name it. */
export interface UnpricedModel {
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  readonly tokens: number;
}

/** The models of calls that have no price, the most used first. */
export const unpricedModels = async (
  ledger: Ledger,
  selection: Selection,
): Promise<readonly UnpricedModel[]> => {
  const { rows } = await ledger.usage({
    ...selectionOf(selection),
    by: ['provider', 'model'],
    orderBy: 'tokens',
  });
  return rows
    .filter(({ cost }) => cost.unpricedCalls > 0)
    .map(({ key, cost }) => ({
      provider: key.provider ?? '(none)',
      model: key.model ?? '(none)',
      calls: cost.unpricedCalls,
      tokens: cost.unpricedTokens,
    }))
    .sort((a, b) => b.tokens - a.tokens || b.calls - a.calls);
};
