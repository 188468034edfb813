import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type PriceBook, type Result } from '@meterline/core';
import { parseRemoteBook, priceBook } from '@meterline/prices';
import { errnoOf, isMissing } from '../files/files.ts';
import { writePrivateFile } from './private-file.ts';

/** Books that `prices update` fetched; each version stays. */
const booksFolder = (home: string): string => join(home, 'price-books');

/** The newest of the carried book and those that were installed. The name of a file begins with the day of its book. */
export const currentBook = (home: string): Result<PriceBook> => {
  const carried = priceBook();
  const newest = installedBooks(home).at(-1);
  if (newest === undefined || newest.slice(0, 10) <= carried.asOf) return ok(carried);
  const path = join(booksFolder(home), newest);
  try {
    return ok(JSON.parse(readFileSync(path, 'utf8')) as PriceBook);
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'is not valid JSON' : `cannot be read (${errnoOf(error)})`;
    return fail(
      'PRICE_BOOK_INVALID',
      `${path} ${reason}.`,
      'Remove it, or run meterline prices update again.',
    );
  }
};

/** Names of the installed books, oldest first. */
export const installedBooks = (home: string): readonly string[] => {
  try {
    return readdirSync(booksFolder(home))
      .filter((name) => /^\d{4}-\d{2}-\d{2}-[0-9a-f]+\.json$/.test(name))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
};

/** Judges the text of a fetched book against the current one and keeps it beside the older ones. */
export const installBook = (home: string, text: string, current: PriceBook): Result<PriceBook> => {
  const book = parseRemoteBook(text, current);
  if (!book.ok) return book;
  const { asOf, version } = book.value;
  mkdirSync(booksFolder(home), { recursive: true, mode: 0o700 });
  const name = `${asOf}-${version.replace(/[^0-9a-f]/g, '').slice(0, 12)}.json`;
  writePrivateFile(join(booksFolder(home), name), text, `${process.pid}`);
  return book;
};
