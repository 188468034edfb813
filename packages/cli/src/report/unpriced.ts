import type { UsageQuery } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { plural, tokensInWords } from '../render/number.ts';
import type { Note } from './envelope.ts';

/** A model without a known price, as its calls name it. */
export interface UnpricedModel {
  readonly provider: string;
  readonly model: string;
  readonly calls: number;
  readonly tokens: number;
}

/** Which calls; a whole query will do, its rows and limit are not minded. */
export type UnpricedScope = Pick<UsageQuery, 'from' | 'to' | 'where' | 'zone'>;

/** The models of calls that have no price, the most used first. */
export const unpricedModels = async (
  { ledger }: Meterline,
  { from, to, where, zone }: UnpricedScope,
): Promise<readonly UnpricedModel[]> => {
  const { rows } = await ledger.usage({
    zone,
    where,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
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

/** `3 models, 1.2 M tokens not priced …`: totals are then a lower bound, and the note says how to mend it. */
export const unpricedNotes = (models: readonly UnpricedModel[]): readonly Note[] => {
  const first = models[0];
  if (first === undefined) return [];
  const tokens = models.reduce((sum, { tokens: more }) => sum + more, 0);
  return [
    {
      code: 'unpriced',
      text: `${plural(models.length, 'model')}, ${tokensInWords(tokens)} not priced · meterline prices set ${first.model} …`,
    },
  ];
};

/** The two questions of every report of cost in one: what is unpriced here, and is it worth asking. */
export const unpricedNotesOf = async (
  meterline: Meterline,
  scope: UnpricedScope,
  unpricedCalls: number,
): Promise<readonly Note[]> =>
  unpricedCalls === 0 ? [] : unpricedNotes(await unpricedModels(meterline, scope));
