import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import {
  type ModelRow,
  models,
  unitPriceOf,
  type WhatIf,
  type WhatIfRow,
  whatIf,
  whatIfNotes,
} from '../report/index.ts';
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
  app.openapi(ROUTES.whatIfCsv, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { ledger, engine } = question.meterline;
    const found = valueOrThrow(await whatIf(ledger, engine, question.scope, asked, question.now));
    return csvAnswer(csvName(`what-if-${found.target.model}`, question), WHAT_IF_COLUMNS, found.rows);
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

/** What no price is known for is empty: unknown is never 0. */
const WHAT_IF_COLUMNS = [
  { head: 'provider', of: ({ key }: WhatIfRow) => key.provider },
  { head: 'model', of: ({ key }: WhatIfRow) => key.model },
  { head: 'calls', of: ({ calls }: WhatIfRow) => calls },
  { head: 'tokens', of: ({ tokens }: WhatIfRow) => tokens },
  {
    head: 'listUsd',
    of: ({ listNanoUsd, unpricedCalls, calls }: WhatIfRow) =>
      usdOrNull(listNanoUsd === 0 && unpricedCalls >= calls ? null : listNanoUsd),
  },
  { head: 'unpricedCalls', of: ({ unpricedCalls }: WhatIfRow) => unpricedCalls },
  { head: 'whatIfUsd', of: ({ whatIfNanoUsd }: WhatIfRow) => usdOrNull(whatIfNanoUsd) },
];

const whatIfAnswer = ({ target, rows, totals, lacks }: WhatIf) => ({
  target: { ...target, price: target.price === null ? null : unitPriceOf(target.price) },
  rows,
  totals: {
    listNanoUsd: totals.listNanoUsd,
    whatIfNanoUsd: totals.whatIfNanoUsd,
    unpricedCalls: totals.leftOutCalls,
  },
  notes: [...whatIfNotes({ target, totals, lacks })],
});
