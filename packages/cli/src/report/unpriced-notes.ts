import { type Meterline, type Selection, type UnpricedModel, unpricedModels } from '@meterline/server';
import { plural, tokensInWords } from '../render/number.ts';
import type { Note } from './envelope.ts';

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
  { ledger }: Meterline,
  selection: Selection,
  unpricedCalls: number,
): Promise<readonly Note[]> =>
  unpricedCalls === 0 ? [] : unpricedNotes(await unpricedModels(ledger, selection));
