import { cacheHitRate, sentTokens, type UsageTotals } from '@meterline/core';
import type { RouteRow, Routes, RouteTimes } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { costCell } from '../render/money.ts';
import { grouped, latency, percent, plural } from '../render/number.ts';
import { headingLines, NO_CALLS, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showDate } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { type RouteRow as JsonRouteRow, ROUTES, type RouteTotals } from './kinds/routes.ts';
import { omittedNote } from './omitted-note.ts';
import { figuresOf } from './usage-figures.ts';

export interface RoutesFacts {
  readonly routes: Routes;
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
  readonly notes: readonly Note[];
}

/** A route, or all of them together. */
interface RouteFigures extends UsageTotals {
  readonly times: RouteTimes;
}

const fieldsOf = (route: RouteFigures): RouteTotals => ({
  ...figuresOf(route),
  errorRate: route.calls === 0 ? null : route.errorCalls / route.calls,
  cacheHitRate: cacheHitRate(route.tokens),
  ...route.times,
});

const rowOf = (row: RouteRow): JsonRouteRow => ({
  key: {
    feature: row.key.feature ?? null,
    tenant: row.key.tenant ?? null,
    model: row.key.model ?? null,
  },
  ...fieldsOf(row),
});

/** The report of `meterline routes`. */
export const routesReport = (facts: RoutesFacts): Report<JsonRouteRow, RouteTotals> => ({
  kind: ROUTES,
  envelope: envelopeOf(ROUTES, {
    now: facts.now,
    zone: facts.zone,
    range: facts.question.range,
    by: ['feature', 'tenant', 'model'],
    rows: facts.routes.rows.map(rowOf),
    totals: fieldsOf({ ...facts.routes.totals, times: facts.routes.times }),
    notes: notesOf(facts),
  }),
  lines: (screen) => routesLines(facts, screen),
});

const notesOf = ({ routes, zone, notes }: RoutesFacts): readonly Note[] => [
  ...notes,
  ...(routes.rows.length === 0 ? [] : [...timesNotes(routes, zone), ...nameNotes(routes)]),
  ...omittedNote(routes.omittedRows, 'route'),
];

const timesNotes = ({ rows, times, timedSince }: Routes, zone: string): readonly Note[] => {
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  const since = timedSince === null ? '' : ` Only calls since ${showDate(timedSince, zone)} were looked at.`;
  if (times.timedCalls >= calls) return [];
  return [
    {
      code: 'times_partly_known',
      text: `Times are known of ${grouped(times.timedCalls)} of ${plural(calls, 'call')}: the gateway, the SDK and OpenTelemetry say them, most logs do not.${since}`,
    },
  ];
};

const nameNotes = ({ rows }: Routes): readonly Note[] =>
  rows.some(({ key }) => key.feature !== null || key.tenant !== null)
    ? []
    : [
        {
          code: 'no_features',
          text: 'No call names a feature or a tenant. Send the headers x-meterline-feature and x-meterline-tenant, put /with/feature=NAME before the path, or wrap calls in withTags of the SDK.',
        },
      ];

const routesLines = (facts: RoutesFacts, screen: Screen): readonly string[] => {
  const { routes, question, zone } = facts;
  const { rows, totals, times, omittedRows } = routes;
  const head = headingLines(
    { title: plural(rows.length + omittedRows, 'route'), ...question, zone, facts: ['API list price'] },
    screen,
  );
  if (rows.length === 0) return [...head, NO_CALLS];
  const total = { ...totals, times, key: undefined };
  const table = renderTable<Line>(columnsFor(screen), rows, screen, [total]);
  return [...head, ...table, ...noteLines(notesOf(facts), screen)];
};

/** A line of the table; without a key the one below all others. */
type Line = RouteFigures & { readonly key: RouteRow['key'] | undefined };

const columnsFor = ({ paint }: Screen): Column<Line>[] => {
  const name = (dimension: string, ofAll: string) => (line: Line) => {
    if (line.key === undefined) return { text: ofAll, paint: paint.heading };
    const value = line.key[dimension] ?? null;
    return value === null ? { text: '–', paint: paint.faint } : { text: value };
  };
  const time = (of: (times: RouteTimes) => number | null) => (line: Line) => {
    const ms = of(line.times);
    return ms === null ? { text: '–', paint: paint.faint } : latency(ms);
  };
  return [
    { head: 'Feature', min: 8, cell: name('feature', 'Total') },
    { head: 'Tenant', min: 6, cell: name('tenant', '') },
    { head: 'Model', min: 10, cell: name('model', '') },
    { head: 'Calls', align: 'right', cell: ({ calls }) => grouped(calls) },
    { head: 'p50', align: 'right', drop: 3, cell: time(({ latencyP50Ms }) => latencyP50Ms) },
    { head: 'p95', align: 'right', cell: time(({ latencyP95Ms }) => latencyP95Ms) },
    { head: 'First token', align: 'right', drop: 1, cell: time(({ firstTokenP50Ms }) => firstTokenP50Ms) },
    {
      head: 'Tok/s',
      align: 'right',
      drop: 2,
      cell: ({ times: { tokensPerSecond: rate } }) =>
        rate === null ? { text: '–', paint: paint.faint } : grouped(rate),
    },
    {
      head: 'Errors',
      align: 'right',
      cell: ({ errorCalls, calls }) => {
        const text = percent(errorCalls, calls);
        return errorCalls === 0 ? { text, paint: paint.faint } : { text, paint: paint.warn };
      },
    },
    {
      head: 'Cached',
      align: 'right',
      drop: 1,
      cell: ({ tokens }) => percent(tokens.cacheRead, sentTokens(tokens)),
    },
    { head: 'Cost', align: 'right', cell: (line) => costCell(line, paint) },
  ];
};
