import { MeterlineError, parseScaled } from '@meterline/core';
import {
  type LocalPrices,
  localPricesPath,
  saveLocalPrices,
  withAlias,
  withDiscount,
  withLike,
  withPrice,
} from '@meterline/server';
import { instantFlag } from '../arguments/range.ts';
import type { Flags } from '../program/flags.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { plain } from '../render/text.ts';

const RATE_FLAGS = {
  input: 'input',
  output: 'output',
  'cache-read': 'cacheRead',
  'cache-write': 'cacheWrite',
} as const;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(
    invocation,
    async (meterline) => {
      const { operands, flags, shell, screen, now } = invocation;
      const model = operands[0] ?? '';
      const edit = editOf(model, flags, (flag, text) =>
        new Date(instantFlag(flag, text, meterline.zone, now)).toISOString(),
      );
      const saved = saveLocalPrices(localPricesPath(meterline.home), edit.change(meterline.localPrices.raw));
      if (!saved.ok) throw new MeterlineError(saved.fault);
      await shell.out.write(
        `${screen.paint.good('Set:')} ${plain(edit.says)}\nIt holds for calls recorded from now on.
For calls that are recorded already: ${screen.paint.command('meterline reprice --dry-run')}\n`,
      );
      return 0;
    },
    { write: true },
  );

interface Edit {
  readonly says: string;
  readonly change: (raw: LocalPrices) => LocalPrices;
}

const wrong = (message: string, hint?: string): MeterlineError =>
  new MeterlineError({ code: 'PRICE_OVERRIDE_INVALID', message, ...(hint === undefined ? {} : { hint }) });

/** One of four things is set at a time; which one is told by the flags. */
const editOf = (model: string, flags: Flags, instant: (flag: string, text: string) => string): Edit => {
  const rates = ratesOf(flags);
  const [like, alias, discount] = [flags.text('like'), flags.text('alias'), flags.text('discount')];
  const given = [Object.keys(rates).length > 0 ? 'rates' : undefined, like, alias, discount].filter(
    (value) => value !== undefined,
  );
  if (given.length !== 1)
    throw wrong(
      given.length === 0
        ? 'Nothing to set: give rates, --like, --alias or --discount.'
        : 'Give only one of: rates, --like, --alias, --discount.',
      'For example meterline prices set my-model --input 0.5 --output 2',
    );
  if (like !== undefined)
    return { says: `${model} costs what ${like} costs.`, change: (raw) => withLike(raw, model, like) };
  if (alias !== undefined)
    return { says: `${model} is another name for ${alias}.`, change: (raw) => withAlias(raw, model, alias) };
  if (discount !== undefined) return discountEdit(model, discount);
  for (const name of ['input', 'output'])
    if (rates[name] === undefined)
      throw wrong(
        `--${name} is missing: a price needs the rates of input and of output, 0 where it costs nothing.`,
      );
  const bounds = {
    ...(flags.text('from') === undefined ? {} : { from: instant('from', flags.text('from')!) }),
    ...(flags.text('until') === undefined ? {} : { to: instant('until', flags.text('until')!) }),
  };
  const said = Object.entries(rates).map(([name, usd]) => `${name} $${usd}`);
  return {
    says: `${model} costs ${said.join(', ')} per million tokens.`,
    change: (raw) => withPrice(raw, { match: model, rates, ...bounds }),
  };
};

const ratesOf = (flags: Flags): Record<string, string> => {
  const rates: Record<string, string> = {};
  for (const [flag, name] of Object.entries(RATE_FLAGS)) {
    const text = flags.text(flag);
    if (text === undefined) continue;
    const usd = text.replace(/^\$/, '');
    const micro = parseScaled(usd, 6);
    if (micro === undefined || micro < 0)
      throw wrong(`--${flag} is '${text}', but must be US dollars per million tokens, 0 or more.`);
    rates[name] = usd;
  }
  return rates;
};

const discountEdit = (model: string, text: string): Edit => {
  const percent = parseScaled(text.replace(/\s*%$/, ''), 2);
  if (percent === undefined || percent <= 0 || percent >= 10_000)
    throw wrong(`--discount is '${text}', but must be a percentage between 0 and 100, such as 15.`);
  return {
    says: `${model} costs ${text.replace(/\s*%$/, '')} % less than its list price.`,
    change: (raw) => withDiscount(raw, model, [10_000 - percent, 10_000]),
  };
};
