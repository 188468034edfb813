import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { MeterlineError } from '@meterline/core';
import { installBook } from '@meterline/server';
import { fetchBook } from '../program/fetch-book.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const { shell, screen } = invocation;
      const { book } = meterline.engine;
      const text = await bookText(invocation);
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

const bookText = async ({ flags, shell }: Invocation): Promise<string> => {
  const file = flags.text('file');
  if (file === undefined)
    return fetchBook(flags.text('url') ?? shell.world.env.get('METERLINE_PRICES_URL'), shell.interrupted);
  try {
    return readFileSync(resolve(shell.cwd, file), 'utf8');
  } catch {
    throw new MeterlineError({ code: 'PRICE_BOOK_UNREACHABLE', message: `--file ${file} cannot be read.` });
  }
};
