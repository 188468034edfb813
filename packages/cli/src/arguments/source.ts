import { MeterlineError } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { didYouMean } from '../program/suggest.ts';

type KnownSource = Meterline['sources'][number];

const slug = (name: string): string => name.trim().toLowerCase().replaceAll(' ', '-');

/** Everything a source may be called: its id, its name, and each program where it stands for several. */
const callsOf = ({ id, name }: KnownSource): readonly string[] => [
  id,
  slug(name),
  ...name.split(/, | and | \(|\)/).map(slug),
];

/** A source by its id, or as people call it: `Claude Code`, `kimi-cli`, `roo-code`. */
export const findSource = (word: string, sources: readonly KnownSource[]): KnownSource | undefined => {
  const wanted = slug(word);
  return (
    sources.find(({ id }) => id === wanted) ?? sources.find((source) => callsOf(source).includes(wanted))
  );
};

export const sourceNamed = (word: string, sources: readonly KnownSource[]): KnownSource => {
  const found = findSource(word, sources);
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
