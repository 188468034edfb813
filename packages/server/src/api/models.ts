import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { type ModelRow, models, unitPriceOf, type WhatIf, whatIf } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { type Question, questionOf } from './question.ts';
import { columnsOf, TOTALS_COLUMNS, usdOrNull } from './usage-columns.ts';
import { valueOrThrow } from './value-or-throw.ts';

/** Models with their shares, rates and prices, and what others would have cost. */
export const modelsRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.whatIf, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { ledger, engine } = question.meterline;
    const found = valueOrThrow(await whatIf(ledger, engine, question.scope, asked, question.now));
    return c.json({ ...question.answered, ...whatIfAnswer(found) }, 200);
  });
  app.openapi(ROUTES.models, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const found = await askModels(question, asked);
    const answer = {
      ...question.answered,
      previousRange: found.previousRange ?? null,
      rows: found.rows.map((row) => modelRow(row, found.previousRange !== undefined)),
      totals: found.totals,
      previousTotals: found.previousTotals ?? null,
    };
    return c.json(answer, 200);
  });
  app.openapi(ROUTES.modelsCsv, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { rows } = await askModels(question, { ...asked, compare: 'none' });
    return csvAnswer(csvName('models', question), COLUMNS, rows);
  });
};

interface AskedModels {
  readonly orderBy?: 'cost' | 'tokens' | 'calls' | undefined;
  readonly compare?: 'previous' | 'none' | undefined;
}

const askModels = ({ meterline, scope, range, now }: Question, { orderBy, compare }: AskedModels) =>
  models(
    meterline.ledger,
    meterline.engine,
    { ...scope, period: range.period, orderBy, compare: compare === 'previous' },
    now,
  );

const modelRow = (row: ModelRow, compared: boolean) => {
  const { nanoUsdPerMillion, price, previous, ...rest } = row;
  return {
    ...rest,
    ...(compared ? { previous } : {}),
    usdPerMillionNanoUsd: nanoUsdPerMillion,
    price: price === null ? null : unitPriceOf(price),
  };
};

const COLUMNS = [
  { head: 'provider', of: ({ key }: ModelRow) => key.provider },
  { head: 'model', of: ({ key }: ModelRow) => key.model },
  ...columnsOf(TOTALS_COLUMNS, (row: ModelRow) => row),
  { head: 'cacheHitRate', of: (row: ModelRow) => row.cacheHitRate },
  { head: 'usdPerMillionTokens', of: (row: ModelRow) => usdOrNull(row.nanoUsdPerMillion) },
];

const whatIfAnswer = ({ target, rows, totals, lacks }: WhatIf) => ({
  target: { ...target, price: target.price === null ? null : unitPriceOf(target.price) },
  rows,
  totals: {
    listNanoUsd: totals.listNanoUsd,
    whatIfNanoUsd: totals.whatIfNanoUsd,
    unpricedCalls: totals.leftOutCalls,
  },
  notes: notesOf({ target, totals, lacks }),
});

const notesOf = ({ target, totals, lacks }: Pick<WhatIf, 'target' | 'totals' | 'lacks'>) => {
  const notes: { code: 'no_cache_price' | 'base_rates' | 'unpriced_left_out'; text: string }[] = [];
  const { cacheReadPrice, cacheWritePrice, tiers, mixedRates, otherTokens } = lacks;
  if (cacheReadPrice || cacheWritePrice) {
    const which = [cacheReadPrice ? 'reads' : '', cacheWritePrice ? 'writes' : ''].filter(Boolean);
    const text = `${target.model} has no price for cache ${which.join(' and ')}: these count as plain input.`;
    notes.push({ code: 'no_cache_price', text });
  }
  if (tiers || mixedRates || otherTokens > 0) {
    const others = otherTokens > 0 ? ' Audio and images are left out.' : '';
    const text = `At base rates: sums do not tell which calls would reach a context tier or be discounted.${others}`;
    notes.push({ code: 'base_rates', text });
  }
  if (totals.leftOutCalls > 0) {
    const text = `${totals.leftOutCalls} calls of models that are not wholly priced are left out on both sides.`;
    notes.push({ code: 'unpriced_left_out', text });
  }
  return notes;
};
