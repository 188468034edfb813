import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { MeterlineError } from '@meterline/core';
import { localPricesPath } from '../config/load-config.ts';
import { namesWithPrices, withoutModel } from '../config/local-price-edit.ts';
import { type LocalPrices, loadLocalPrices, saveLocalPrices } from '../config/local-prices.ts';
import { findPrices, type PriceRow, pricesInUse, RATE_NAMES_SHOWN, unitPriceOf } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { ownPriceEdit } from './own-price-edit.ts';
import { type OwnPriceRow, ownPriceRows } from './own-price-rows.ts';
import { valueOrThrow } from './value-or-throw.ts';

const DEFAULT_PRICES = 200;

/** What models cost, prices of the user's own, and pricing recorded calls again. */
export const pricesRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.prices, async (c) => {
    const { limit = DEFAULT_PRICES, ...asked } = c.req.valid('query');
    const rows = await pricesOf(service, asked);
    const models = new Set(rows.map(({ provider, model }) => `${provider}:${model}`)).size;
    const { version, asOf } = service.reader().engine.book;
    const answer = {
      bookVersion: version,
      bookDate: asOf,
      rows: rows.slice(0, limit).map(unitPriceOf),
      models,
    };
    return c.json(answer, 200);
  });
  app.openapi(ROUTES.pricesCsv, async (c) => {
    const { limit, ...asked } = c.req.valid('query');
    const rows = await pricesOf(service, asked);
    return csvAnswer('prices', PRICE_COLUMNS, rows.slice(0, limit).map(unitPriceOf));
  });
  app.openapi(ROUTES.ownPricesCsv, () =>
    csvAnswer('own-prices', OWN_PRICE_COLUMNS, ownPriceRows(rawPrices(service))),
  );
  app.openapi(ROUTES.ownPrices, (c) => {
    const file = localPricesPath(service.home);
    return c.json({ file, rows: ownPriceRows(rawPrices(service)), now: service.world.clock() }, 200);
  });
  app.openapi(ROUTES.setOwnPrice, async (c) => {
    const edit = ownPriceEdit(c.req.valid('json'), service.reader().zone, service.world.clock());
    const raw = edit.change(rawPrices(service));
    await save(service, raw);
    return c.json({ says: edit.says, rows: ownPriceRows(raw) }, 200);
  });
  app.openapi(ROUTES.unsetOwnPrice, async (c) => {
    const { model } = c.req.valid('json');
    const { raw, removed } = withoutModel(rawPrices(service), model);
    if (removed === 0)
      throw new MeterlineError({
        code: 'PRICE_NOT_FOUND',
        message: 'No price of your own names this model.',
        hint: `They stand in ${localPricesPath(service.home)}.`,
      });
    await save(service, raw);
    return c.json({ removed, rows: ownPriceRows(raw) }, 200);
  });
  app.openapi(ROUTES.reprice, async (c) => {
    const { dryRun, unpricedOnly, where = [] } = c.req.valid('json');
    const { examined, changed, oldListNanoUsd, newListNanoUsd, byModel } = await service.reprice({
      dryRun,
      unpricedOnly,
      where,
    });
    return c.json({ dryRun, examined, changed, oldListNanoUsd, newListNanoUsd, byModel }, 200);
  });
};

interface AskedPrices {
  readonly search?: string | undefined;
  readonly model?: string | undefined;
  readonly provider?: string | undefined;
}

/** Prices of the models in use, or of those whose name holds a text; of a certain model where one is named. */
const pricesOf = async (
  service: Service,
  { model, provider, search = model ?? '' }: AskedPrices,
): Promise<readonly PriceRow[]> => {
  const { ledger, engine } = service.reader();
  const now = service.world.clock();
  const text = search.trim();
  const rows =
    text === ''
      ? (await pricesInUse(ledger, engine, now)).rows
      : findPrices(engine, ownNames(service), text, now);
  return rows.filter(
    (row) =>
      (model === undefined || row.model === model) && (provider === undefined || row.provider === provider),
  );
};

type UnitPrice = ReturnType<typeof unitPriceOf>;

/** The figures of `meterline prices --csv`; a column for every rate that a price can have. */
const PRICE_COLUMNS = [
  { head: 'provider', of: ({ key }: UnitPrice) => key.provider },
  { head: 'model', of: ({ key }: UnitPrice) => key.model },
  { head: 'from', of: ({ from }: UnitPrice) => from },
  { head: 'to', of: ({ to }: UnitPrice) => to },
  { head: 'current', of: ({ current }: UnitPrice) => current },
  ...Object.values(RATE_NAMES_SHOWN).map((rate) => ({
    head: `rates.${rate}`,
    of: ({ rates }: UnitPrice) => rates[rate],
  })),
  { head: 'tiers', of: ({ tiers }: UnitPrice) => tiers },
  { head: 'certainty', of: ({ certainty }: UnitPrice) => certainty },
  { head: 'sourceUrl', of: ({ sourceUrl }: UnitPrice) => sourceUrl },
  { head: 'sourceSeen', of: ({ sourceSeen }: UnitPrice) => sourceSeen },
];

const OWN_PRICE_COLUMNS = [
  { head: 'model', of: ({ model }: OwnPriceRow) => model },
  { head: 'kind', of: ({ kind }: OwnPriceRow) => kind },
  { head: 'says', of: ({ says }: OwnPriceRow) => says },
  { head: 'from', of: ({ from }: OwnPriceRow) => from },
  { head: 'to', of: ({ to }: OwnPriceRow) => to },
];

/** As they stand on disk now: a hand may have changed them since they were read. */
const rawPrices = ({ home }: Service): LocalPrices =>
  valueOrThrow(loadLocalPrices(localPricesPath(home))).raw;

const ownNames = (service: Service): readonly string[] => namesWithPrices(service.reader().localPrices.raw);

const save = async (service: Service, raw: LocalPrices): Promise<void> => {
  valueOrThrow(saveLocalPrices(localPricesPath(service.home), raw));
  valueOrThrow(await service.reload());
};
