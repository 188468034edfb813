import type { OpenAPIHono } from '@hono/zod-openapi';
import { ROUTES } from '@meterline/api';
import { type Dimension, type Interval, MeterlineError, type UsageQuery } from '@meterline/core';
import type { Ledger } from '@meterline/store';
import { type BoundRange, type ComparedRow, comparison } from '../report/index.ts';
import type { Service } from '../service/service.ts';
import { csvAnswer } from './csv-answer.ts';
import { csvName } from './csv-name.ts';
import { dimensionValues } from './dimension-values.ts';
import { overviewAnswer } from './overview-answer.ts';
import { type Question, questionOf } from './question.ts';
import { seriesAnswer } from './series-answer.ts';
import { columnsOf, isoOf, keyColumns, TOTALS_COLUMNS } from './usage-columns.ts';

/** Totals by any dimensions and over time: the one question of every surface. */
export const usageRoutes = (app: OpenAPIHono, service: Service): void => {
  app.openapi(ROUTES.usage, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    return c.json({ ...question.answered, ...(await askUsage(question, asked)) }, 200);
  });
  app.openapi(ROUTES.usageCsv, async (c) => {
    const asked = c.req.valid('query');
    const question = questionOf(service, asked, '30d');
    const { rows, previousRange } = await askUsage(question, asked, MAX_CSV_ROWS);
    const what = asked.by.length > 0 ? `costs-by-${asked.by.join('-')}` : 'costs';
    return csvAnswer(csvName(what, question), usageCsvColumns(asked.by, previousRange !== null), rows);
  });
  app.openapi(ROUTES.series, async (c) => {
    const asked = c.req.valid('query');
    return c.json(await seriesAnswer(questionOf(service, asked, '30d'), asked), 200);
  });
  app.openapi(ROUTES.overview, async (c) =>
    c.json(await overviewAnswer(questionOf(service, c.req.valid('query'), '30d')), 200),
  );
  app.openapi(ROUTES.dimensionValues, async (c) => {
    const { dimension } = c.req.valid('param');
    return c.json(
      { values: await dimensionValues(service.reader().ledger, dimension, c.req.valid('query')) },
      200,
    );
  });
};

/** Rows of one answer unless fewer are asked for. What is past them is still in the totals. */
const MAX_ROWS = 10_000;
/** A file has all rows that a ledger can have: as many as sessions by model. */
const MAX_CSV_ROWS = 1_000_000;

interface AskedUsage {
  readonly by: readonly Dimension[];
  readonly interval?: Interval | undefined;
  readonly orderBy?: UsageQuery['orderBy'] | undefined;
  readonly compare?: 'previous' | 'none' | undefined;
  readonly limit?: number | undefined;
}

/** A row as it goes out: with a comparison it says what was before, else nothing of it. */
type UsageAnswerRow = Omit<ComparedRow, 'previous'> & Partial<Pick<ComparedRow, 'previous'>>;

const askUsage = async (
  { meterline: { ledger }, scope, range }: Question,
  asked: AskedUsage,
  most = MAX_ROWS,
) => {
  const { by, interval, orderBy, limit = most } = asked;
  if (interval !== undefined && by.some((dimension) => MANY.has(dimension)))
    await checkSessions(ledger, scope);
  const query: UsageQuery = {
    ...scope,
    by,
    limit,
    ...(interval === undefined ? {} : { interval }),
    ...(orderBy === undefined ? {} : { orderBy }),
  };
  if (asked.compare === 'previous') {
    checkIntervals(scope, interval);
    const compared = await comparison(ledger, query, range.period);
    if (compared !== undefined) return { ...compared, rows: compared.rows as readonly UsageAnswerRow[] };
  }
  const { rows, totals, omittedRows } = await ledger.usage(query);
  const nothing = { previousRange: null as BoundRange | null, previousTotals: null };
  return { ...nothing, rows: rows as readonly UsageAnswerRow[], totals, omittedRows };
};

/** Dimensions that have a value for every session, or more. */
const MANY = new Set<Dimension>(['session', 'task']);
/** Sessions that are laid out over time: of more, one answer would take seconds, in which nobody else has one. */
const MAX_SESSIONS_OVER_TIME = 10_000;

const checkSessions = async (ledger: Ledger, { from, to, where }: Question['scope']): Promise<void> => {
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const { count } = await ledger.sessions({ ...range, where, orderBy: 'newest', limit: 0 });
  if (count <= MAX_SESSIONS_OVER_TIME) return;
  throw new MeterlineError({
    code: 'REQUEST_INVALID',
    message: `by: The range has ${count} sessions; at most ${MAX_SESSIONS_OVER_TIME} are shown over time.`,
    hint: 'Leave out the interval, take a shorter range, or filter.',
  });
};

/** Intervals of a range that is laid beside another: a year of hours, or many lives of months. */
const MAX_INTERVALS = 10_000;
const SHORTEST_MS: Readonly<Record<Interval, number>> = {
  hour: 3_600_000,
  day: 23 * 3_600_000,
  week: 167 * 3_600_000,
  month: 28 * 24 * 3_600_000,
};

const checkIntervals = ({ from, to }: Question['scope'], interval: Interval | undefined): void => {
  if (interval === undefined || from === undefined || to === undefined) return;
  if ((to - from) / SHORTEST_MS[interval] <= MAX_INTERVALS) return;
  throw new MeterlineError({
    code: 'REQUEST_INVALID',
    message: `interval: The range has more than ${MAX_INTERVALS} intervals of one ${interval}.`,
    hint: 'Take a shorter range, or a longer interval.',
  });
};

const usageCsvColumns = (by: readonly Dimension[], compared: boolean) => [
  ...keyColumns(by),
  { head: 'start', of: ({ start }: UsageAnswerRow) => isoOf(start) },
  ...columnsOf(TOTALS_COLUMNS, (row: UsageAnswerRow) => row),
  ...(compared ? columnsOf(TOTALS_COLUMNS, ({ previous }: UsageAnswerRow) => previous, 'previous.') : []),
];
