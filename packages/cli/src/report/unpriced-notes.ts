import { type Meterline, type Selection, type UnpricedModel, unpricedModels } from '@meterline/server';
import { plural, tokensInWords } from '../render/number.ts';
import type { Note } from './envelope.ts';

/** `3 models, 1.2 M tokens not priced …`: totals are then a lower bound, and the note says how to mend it. */
export const unpricedNotes = (models: readonly UnpricedModel[]): readonly Note[] => {
  const unknown = models.filter(({ tokens }) => tokens > 0);
  const tokens = unknown.reduce((sum, { tokens: more }) => sum + more, 0);
  const silent = models.reduce((sum, one) => sum + (one.tokens > 0 ? 0 : one.calls), 0);
  const first = unknown[0];
  const texts = [
    ...(first === undefined
      ? []
      : [
          `${plural(unknown.length, 'model')}, ${tokensInWords(tokens)} not priced · meterline prices set ${first.model} …`,
        ]),
    ...(silent === 0
      ? []
      : [`${plural(silent, 'call')} did not say what they used, so what they cost is not known`]),
  ];
  return texts.map((text) => ({ code: 'unpriced', text }));
};

/** The two questions of every report of cost in one: what is unpriced here, and is it worth asking. */
export const unpricedNotesOf = async (
  { ledger }: Meterline,
  selection: Selection,
  unpricedCalls: number,
): Promise<readonly Note[]> =>
  unpricedCalls === 0 ? [] : unpricedNotes(await unpricedModels(ledger, selection));
