import { MeterlineError } from '@meterline/core';
import {
  hostsOf,
  localPricesPath,
  type Meterline,
  ownPriceRows,
  priceRows,
  pricesInUse,
  resolveNamed,
} from '@meterline/server';
import { instantFlag } from '../arguments/range.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { didYouMean } from '../program/suggest.ts';
import { plain } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { ownPricesReport } from '../report/own-prices-report.ts';
import { type PricesFacts, pricesReport } from '../report/prices-report.ts';

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { flags, now, operands } = invocation;
    const { engine, ledger, zone } = meterline;
    if (flags.on('own')) return ownPrices(invocation, meterline);
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

const ownPrices = async (invocation: Invocation, meterline: Meterline): Promise<number> => {
  const { zone, world, home, localPrices } = meterline;
  const rows = ownPriceRows(localPrices.raw);
  const report = { rows, file: localPricesPath(home), home: world.env.home, zone, now: invocation.now };
  await emit(invocation, ownPricesReport(report));
  return 0;
};

const oneModel = (
  { engine }: Meterline,
  given: string,
  at: number,
): Pick<PricesFacts, 'rows' | 'unknown' | 'model' | 'matchedBy'> => {
  const resolved = resolveNamed(engine, given);
  const rows = priceRows(resolved, engine.book, at);
  if (rows.length > 0) return { rows, unknown: [], model: given, matchedBy: resolved.matchedBy };
  throw priceNotFound(engine, given);
};

/**
 * The fault for a model without a price, with the name that may be meant.
 *
 * @param withHost What to type for the price of one host, where several have the model.
 */
export const priceNotFound = (
  engine: Meterline['engine'],
  given: string,
  withHost: (host: string) => string = (host) => `meterline prices ${host}:${given}`,
): MeterlineError => {
  const hosts = hostsOf(engine, given);
  if (hosts.length > 0)
    return new MeterlineError({
      code: 'PRICE_NOT_FOUND',
      message: `'${plain(given)}' has no price of its vendor's own, only of ${hosts.join(' and ')}: say whose.`,
      hint: hosts.map((host) => plain(withHost(host))).join(', or '),
    });
  const names = Object.keys(engine.book.models).map((key) => key.slice(key.indexOf(':') + 1));
  return new MeterlineError({
    code: 'PRICE_NOT_FOUND',
    message:
      resolveNamed(engine, given).kind === 'zero'
        ? `'${plain(given)}' is known to cost nothing, so it has no price.`
        : `The price book has no model '${plain(given)}'.${didYouMean(given, [...new Set(names)])}`,
    hint: `meterline prices set ${plain(given)} --input … --output … sets a price of your own.`,
  });
};
