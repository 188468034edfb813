import { BOOK_FORMAT, type BookCalendar, type PriceBook } from '@meterline/core';
import type { BookProblem } from '../src/book-shape.ts';
import { versionOf } from '../src/canonical-json.ts';
import { validateBook } from '../src/validate-book.ts';
import { withBaseModels } from './base-models.ts';
import { crossCheck } from './cross-check.ts';
import type { Flagship } from './flagships.ts';
import type { Overlay } from './overlay/overlay-model.ts';
import type { Upstream } from './upstream.ts';

/** The day the overlay was last checked against its sources. Moves the book's version, so it is stated, not read. */
export const AS_OF = '2026-11-22';

export interface GeneratorInput {
  readonly upstream: Upstream;
  readonly overlays: readonly Overlay[];
  readonly calendars: Readonly<Record<string, BookCalendar>>;
  readonly flagships: readonly Flagship[];
  readonly asOf: string;
}

export interface GeneratedBook {
  readonly book: PriceBook;
  /** Empty for a book that may be written. */
  readonly problems: readonly BookProblem[];
}

const UPSTREAM_SOURCES = {
  'genai-prices': { url: 'https://github.com/pydantic/genai-prices', seen: '2026-09-23' },
  'models.dev': { url: 'https://github.com/anomalyco/models.dev', seen: '2026-07-02' },
};

/** Two overlays stating one model is a mistake that merging would hide. */
const twice = (overlays: readonly Overlay[]): BookProblem[] => {
  const seen = new Set<string>();
  return overlays
    .flatMap(({ models }) => Object.keys(models))
    .flatMap((key): BookProblem[] => {
      if (seen.has(key))
        return [{ rule: 'name_hits_two_models', at: key, message: 'is stated by two overlays' }];
      seen.add(key);
      return [];
    });
};

const merged = <K extends 'sources' | 'providers' | 'models'>(
  overlays: readonly Overlay[],
  part: K,
): Overlay[K] => Object.assign({}, ...overlays.map((overlay) => overlay[part]));

/** Builds and checks the book. Pure: the same input gives the same book, byte for byte. */
export const makeBook = ({
  upstream,
  overlays,
  calendars,
  flagships,
  asOf,
}: GeneratorInput): GeneratedBook => {
  const frame = {
    format: BOOK_FORMAT,
    version: '0'.repeat(64),
    asOf,
    sources: { ...UPSTREAM_SOURCES, ...merged(overlays, 'sources') },
    calendars,
    providers: merged(overlays, 'providers'),
    models: merged(overlays, 'models'),
  } satisfies PriceBook;
  const unversioned = { ...frame, models: withBaseModels(frame, upstream) };
  const book: PriceBook = { ...unversioned, version: versionOf(unversioned) };
  const overlaid = new Set(Object.keys(frame.models));
  return {
    book,
    problems: [...twice(overlays), ...validateBook(book), ...crossCheck(flagships, overlaid, book, upstream)],
  };
};
