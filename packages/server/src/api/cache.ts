import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import type { Dimension } from '@meterline/core';
import {
  type CacheFigures,
  type CacheSavings,
  cacheSavings,
  type OneHourRow,
  wastefulSessions,
} from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { type CsvAnswer, type CsvColumn, csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { type Question, questionOf } from './question.ts';
import { columnsOf, TOTALS_COLUMNS, usdOrNull } from './usage-columns.ts';

const DEFAULT_ROWS = 20;
/** A file has all rows that anybody reads. */
const CSV_ROWS = 1_000;
/** Each is valued call by call of its models. */
const CSV_SESSIONS = 100;

/** What prompt caching saved, and what it lost. */
export const cacheRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.cache, async (c) => {
    const { limit = DEFAULT_ROWS, compare, ...asked } = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const report = await askCache(question, { compare: compare === 'previous', limit, sessions: 0 });
    const { previousRange, previous, ...found } = report;
    const answer = {
      ...question.answered,
      ...found,
      previousRange: previousRange ?? null,
      previous: previous ?? null,
      sessions: await wastefulSessions(question.meterline.ledger, question.scope, limit),
    };
    return c.json(answer, 200);
  });
  app.openapi(ROUTES.cacheCsv, async (c) => {
    const { list, compare: _, ...asked } = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const report = await askCache(question, {
      limit: CSV_ROWS,
      sessions: list === 'sessions' ? CSV_SESSIONS : 0,
    });
    return csvOf(list, csvName(`cache-by-${FILES[list]}`, question), report);
  });
};

interface AskedCache {
  readonly compare?: boolean;
  readonly limit: number;
  readonly sessions: number;
}

const askCache = ({ meterline, scope, range, now }: Question, asked: AskedCache) =>
  cacheSavings(meterline.ledger, meterline.engine, { ...scope, period: range.period, ...asked }, now);

type List = 'models' | 'projects' | 'sessions' | 'oneHour';
const FILES: Readonly<Record<List, string>> = {
  models: 'model',
  projects: 'project',
  sessions: 'session',
  oneHour: 'one-hour',
};

const csvOf = (list: List, name: string, report: CacheSavings): Promise<CsvAnswer> => {
  if (list === 'models') return csvAnswer(name, cacheColumns(['provider', 'model']), report.models);
  if (list === 'projects') return csvAnswer(name, cacheColumns(['project']), report.projects);
  if (list === 'oneHour') return csvAnswer(name, ONE_HOUR_COLUMNS, report.oneHour);
  const rows = report.sessions.map(({ session, ...figures }) => ({
    ...figures,
    key: { app: session.app, session: session.session },
  }));
  return csvAnswer(name, cacheColumns(['app', 'session']), rows);
};

type CacheRow = CacheFigures & { readonly key: Readonly<Partial<Record<Dimension, string | null>>> };

const cacheColumns = (by: readonly Dimension[]): readonly CsvColumn<CacheRow>[] => [
  ...by.map((name) => ({ head: name, of: ({ key }: CacheRow) => key[name] })),
  ...columnsOf(TOTALS_COLUMNS, ({ usage }: CacheRow) => usage),
  { head: 'hitRate', of: ({ hitRate }) => hitRate },
  { head: 'savedUsd', of: ({ netSavedNanoUsd }) => usdOrNull(netSavedNanoUsd) },
  { head: 'lapses', of: ({ lapses }) => lapses },
  { head: 'lapsedTokens', of: ({ lapsedTokens }) => lapsedTokens },
  { head: 'lapsesWithinHour', of: ({ lapsesWithinHour }) => lapsesWithinHour },
  { head: 'lapsedWithinHourTokens', of: ({ lapsedWithinHourTokens }) => lapsedWithinHourTokens },
  { head: 'lapsedUsd', of: ({ lapsedNanoUsd }) => usdOrNull(lapsedNanoUsd) },
  { head: 'oneHourGainUsd', of: ({ oneHourGainNanoUsd }) => usdOrNull(oneHourGainNanoUsd) },
];

const ONE_HOUR_COLUMNS = [
  { head: 'provider', of: ({ provider }: OneHourRow) => provider },
  { head: 'model', of: ({ model }: OneHourRow) => model },
  { head: 'project', of: ({ project }: OneHourRow) => project },
  { head: 'gainUsd', of: ({ gainNanoUsd }: OneHourRow) => usdOrNull(gainNanoUsd) },
  { head: 'lapsesWithinHour', of: ({ lapsesWithinHour }: OneHourRow) => lapsesWithinHour },
];
