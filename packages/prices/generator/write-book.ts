import type { PriceBook } from '@meterline/core';
import { canonicalJson } from '../src/canonical-json.ts';

const block = (entries: Readonly<Record<string, unknown>>): string => {
  const lines = Object.keys(entries)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(entries[key])}`);
  return `{\n${lines.join(',\n')}\n}`;
};

/** The book as the file `src/book.json`: keys in order, one model a line, so that a change reads well in a diff. */
export const writeBook = (book: PriceBook): string =>
  `{"format":${JSON.stringify(book.format)},"version":${JSON.stringify(book.version)},"asOf":${JSON.stringify(book.asOf)},
"sources":${block(book.sources)},
"calendars":${block(book.calendars)},
"providers":${block(book.providers)},
"models":${block(book.models)}}
`;
