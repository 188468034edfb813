import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FLAGSHIPS } from './flagships.ts';
import { AS_OF, makeBook } from './make-book.ts';
import { CALENDARS, OVERLAYS } from './overlay/index.ts';
import { priceDiff } from './price-diff.ts';
import { readUpstream } from './upstream.ts';
import { writeBook } from './write-book.ts';

/** The two files that a build writes, as text. */
export const buildFiles = () => {
  const upstream = readUpstream();
  const { book, problems } = makeBook({
    upstream,
    overlays: OVERLAYS,
    calendars: CALENDARS,
    flagships: FLAGSHIPS,
    asOf: AS_OF,
  });
  return { problems, bookJson: writeBook(book), diff: priceDiff(FLAGSHIPS, book, upstream) };
};

const main = (): void => {
  const { problems, bookJson, diff } = buildFiles();
  if (problems.length > 0) {
    for (const { rule, at, message } of problems) process.stderr.write(`${rule}: ${at}: ${message}\n`);
    process.stderr.write(`The price book has ${problems.length} problem(s) and was not written.\n`);
    process.exitCode = 1;
    return;
  }
  const folder = join(import.meta.dirname, '..');
  writeFileSync(join(folder, 'src/book.json'), bookJson);
  writeFileSync(join(folder, 'PRICES-DIFF.md'), diff);
  process.stdout.write(`src/book.json: ${bookJson.length} bytes\n`);
};

if (import.meta.main) main();
