import { MeterlineError, type ResolvedModel } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import { instantFlag } from '../arguments/range.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { didYouMean } from '../program/suggest.ts';
import { plain } from '../render/text.ts';
import { emit } from '../report/emit.ts';
import { priceRows } from '../report/price-rows.ts';
import { type PricesFacts, pricesReport } from '../report/prices-report.ts';

/** Models of the ledger that the list shows. */
const MAX_MODELS = 200;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const { flags, now, operands } = invocation;
    const { engine, zone } = meterline;
    const given = flags.text('at');
    const at = given === undefined ? now : instantFlag('at', given, zone, now);
    const common = { at, now, zone, book: engine.book };
    const model = operands[0];
    const facts: PricesFacts =
      model === undefined
        ? { ...common, ...(await modelsInUse(meterline, at)) }
        : { ...common, ...oneModel(meterline, model, at) };
    await emit(invocation, pricesReport(facts));
    return 0;
  });

const modelsInUse = async (
  { ledger, engine, zone }: Meterline,
  at: number,
): Promise<Pick<PricesFacts, 'rows' | 'unknown'>> => {
  const { rows } = await ledger.usage({ zone, where: [], by: ['provider', 'model'], limit: MAX_MODELS });
  const known = new Map<string, ResolvedModel>();
  const unknown = new Set<string>();
  for (const { key } of rows) {
    const resolved = engine.resolve(key.provider ?? '', key.model ?? '');
    if (resolved.price !== undefined) known.set(`${resolved.provider}:${resolved.model}`, resolved);
    else if (resolved.kind === 'unknown') unknown.add(key.model ?? '(none)');
  }
  return {
    rows: [...known.values()].flatMap((resolved) =>
      priceRows(resolved, engine.book, at).filter(({ current }) => current),
    ),
    unknown: [...unknown],
  };
};

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

/** `provider:model` where that names one, else a model that anybody sells. */
const resolveNamed = (engine: Meterline['engine'], given: string): ResolvedModel => {
  const at = given.indexOf(':');
  if (at > 0) {
    const resolved = engine.resolve(given.slice(0, at), given.slice(at + 1));
    if (resolved.kind !== 'unknown') return resolved;
  }
  return engine.resolve('', given);
};
