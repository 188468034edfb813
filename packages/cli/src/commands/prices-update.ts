import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MeterlineError } from '@meterline/core';
import { installBook, type Meterline } from '@meterline/server';
import { fetchBook } from '../program/fetch-book.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plural } from '../render/number.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const { shell, screen } = invocation;
      const { book } = meterline.engine;
      const text = await bookText(invocation, meterline);
      const installed = installBook(meterline.home, text, book);
      if (!installed.ok) throw new MeterlineError(installed.fault);
      const { asOf, models } = installed.value;
      const more = Object.keys(models).length - Object.keys(book.models).length;
      await shell.out.write(
        `${screen.paint.good('Updated:')} price book of ${asOf}, ${Object.keys(models).length} models (${more >= 0 ? '+' : '−'}${Math.abs(more)}); before, that of ${book.asOf}.\nRecorded calls keep their cost. ${screen.paint.command('meterline reprice --unpriced')} prices those that had none.\n`,
      );
      return 0;
    },
    { write: true },
  );

/** From `--file`, else from `--url`, METERLINE_PRICES_URL or the configuration. */
const bookText = async (
  { flags, shell }: Invocation,
  { config, engine: { book } }: Meterline,
): Promise<string> => {
  const file = flags.text('file');
  const url = flags.text('url') ?? shell.world.env.get('METERLINE_PRICES_URL') ?? config.pricesUrl;
  if (file === undefined && url === undefined)
    throw new MeterlineError({
      code: 'PRICE_BOOK_UNREACHABLE',
      message: `There is no address to fetch a newer price book from. In use is that of ${book.asOf} with ${plural(Object.keys(book.models).length, 'model')}; each version of Meterline brings its own.`,
      hint: "A book is one JSON file: src/book.json of packages/prices in Meterline's repository, or one that your team keeps. `--url https://…` fetches it, `--file FILE` takes one from the disk, and `meterline config set pricesUrl https://…` remembers the address.",
    });
  if (file === undefined) return fetchBook(url!, shell.interrupted);
  try {
    return readFileSync(resolve(shell.cwd, file), 'utf8');
  } catch {
    throw new MeterlineError({ code: 'PRICE_BOOK_UNREACHABLE', message: `--file ${file} cannot be read.` });
  }
};
