import { MeterlineError } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { didYouMean } from '../program/suggest.ts';

type KnownSource = Meterline['sources'][number];

/** A source by its id, or as people write its name (`Claude Code`). */
export const sourceNamed = (word: string, sources: readonly KnownSource[]): KnownSource => {
  const wanted = word.trim().toLowerCase();
  const found = sources.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  const ids = sources.map(({ id }) => id);
  throw new MeterlineError({
    code: 'SOURCE_UNKNOWN',
    message: `There is no source '${word}'.${didYouMean(word, ids)}`,
    hint: `Sources: ${ids.join(', ')}.`,
  });
};

export const sourceIds = (words: readonly string[], sources: readonly KnownSource[]): readonly string[] =>
  words.map((word) => sourceNamed(word, sources).id);
