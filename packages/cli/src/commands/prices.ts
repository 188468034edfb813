import { MeterlineError } from '@meterline/core';
import { type Meterline, priceRows, pricesInUse, resolveNamed } from '@meterline/server';
import { instantFlag } from '../arguments/range.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { didYouMean } from '../program/suggest.ts';
import { plain } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { type PricesFacts, pricesReport } from '../report/prices-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { flags, now, operands } = invocation;
    const { engine, ledger, zone } = meterline;
    const given = flags.text('at');
    const at = given === undefined ? now : instantFlag('at', given, zone, now);
    const common = { at, now, zone, book: engine.book };
    const model = operands[0];
    const facts: PricesFacts =
      model === undefined
        ? { ...common, ...(await pricesInUse(ledger, engine, at)) }
        : { ...common, ...oneModel(meterline, model, at) };
    await emit(invocation, pricesReport(facts));
    return 0;
  });

const oneModel = (
  { engine }: Meterline,
  given: string,
  at: number,
): Pick<PricesFacts, 'rows' | 'unknown' | 'model' | 'matchedBy'> => {
  const resolved = resolveNamed(engine, given);
  const rows = priceRows(resolved, engine.book, at);
  if (rows.length > 0) return { rows, unknown: [], model: given, matchedBy: resolved.matchedBy };
  const names = Object.keys(engine.book.models).map((key) => key.slice(key.indexOf(':') + 1));
  throw new MeterlineError({
    code: 'PRICE_NOT_FOUND',
    message:
      resolved.kind === 'zero'
        ? `'${plain(given)}' is known to cost nothing, so it has no price.`
        : `The price book has no model '${plain(given)}'.${didYouMean(given, [...new Set(names)])}`,
    hint: `meterline prices set ${plain(given)} --input … --output … sets a price of your own.`,
  });
};
