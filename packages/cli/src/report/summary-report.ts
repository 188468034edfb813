import { knowledgeOf, type UsageRow, type UsageTotals } from '@meterline/core';
import type { PeriodSummary, Summary } from '@meterline/server';
import { bar } from '../render/bar.ts';
import { costCell } from '../render/money.ts';
import { dimensionColumn } from '../render/name.ts';
import { change, compact, grouped, percent, plural } from '../render/number.ts';
import { headingLines, nextLines, noteLines } from '../render/page.ts';
import { isWide, type Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showDate } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf, iso, type Note } from './envelope.ts';
import { SUMMARY } from './kinds/summary.ts';
import { unpricedNotes } from './unpriced-notes.ts';
import { figuresOf, type JsonUsageRow, type JsonUsageTotals } from './usage-figures.ts';

const PERIOD_NAMES: Readonly<Record<string, string>> = { today: 'Today', '7d': '7 days', '30d': '30 days' };

/** What `meterline` and `meterline summary` show. `more` stands between the figures and the hints. */
export const summaryReport = (summary: Summary): Report<JsonUsageRow, JsonUsageTotals> => ({
  kind: SUMMARY,
  envelope: envelopeOf(SUMMARY, {
    now: summary.now,
    zone: summary.zone,
    range: summary.periods.at(-1) ?? {},
    by: ['section', 'name'],
    rows: [
      ...summary.periods.map(({ period, from, totals, before }) => ({
        key: { section: 'period', name: period },
        start: iso(from),
        ...figuresOf(totals),
        previous: figuresOf(before),
      })),
      ...summary.models.map((row) => namedRow('model', row)),
      ...summary.apps.map((row) => namedRow('app', row)),
    ],
    totals: figuresOf(summary.periods.at(-1)!.totals),
    notes: notesOf(summary),
  }),
  lines: (screen) => summaryLines(summary, screen),
});

const namedRow = (section: 'model' | 'app', row: UsageRow): JsonUsageRow => ({
  key: { section, name: row.key[section] ?? null },
  start: null,
  ...figuresOf(row),
});

const notesOf = (summary: Summary): readonly Note[] => [
  ...outsideNotes(summary),
  ...unpricedNotes(summary.unpriced),
  ...(summary.issues === 0
    ? []
    : [
        {
          code: 'skipped',
          text: `${plural(summary.issues, 'line or file', 'lines or files')} skipped or doubtful · meterline doctor`,
        },
      ]),
];

/** Zeros alone would look as if nothing had ever been recorded. */
const outsideNotes = ({ calls, lastAt, periods, now, zone }: Summary): readonly Note[] => {
  if (calls === 0 || lastAt === null || periods.some(({ totals }) => totals.calls > 0)) return [];
  const last = `${lastAt > now ? 'newest' : 'last'} ${showDate(lastAt, zone)}`;
  return [
    {
      code: 'calls_outside',
      text: `${plural(calls, 'call')} recorded at other times, the ${last} · meterline costs --period all`,
    },
  ];
};

const summaryLines = (summary: Summary, screen: Screen): readonly string[] => {
  const head = headingLines(
    { title: 'Where the money went', zone: summary.zone, facts: ['API list price'] },
    screen,
  );
  if (summary.calls === 0) return [...head, 'The ledger is empty: no call has been recorded yet.'];
  const total = summary.periods.at(-1)!.totals;
  return [
    ...head,
    ...periodTable(summary.periods, screen),
    ...topTable('model', summary.models, total, screen),
    ...topTable('app', summary.apps, total, screen),
    ...noteLines(notesOf(summary), screen),
  ];
};

const periodTable = (periods: readonly PeriodSummary[], screen: Screen): string[] => {
  const { paint } = screen;
  const columns: Column<PeriodSummary>[] = [
    { head: '', cell: ({ period }) => ({ text: PERIOD_NAMES[period] ?? period, paint: paint.heading }) },
    { head: 'Calls', align: 'right', cell: ({ totals }) => grouped(totals.calls) },
    { head: 'Input', align: 'right', wide: true, cell: ({ totals }) => compact(totals.tokens.input) },
    { head: 'Output', align: 'right', wide: true, cell: ({ totals }) => compact(totals.tokens.output) },
    { head: 'Cached', align: 'right', wide: true, cell: ({ totals }) => compact(totals.tokens.cacheRead) },
    { head: 'Tokens', align: 'right', cell: ({ totals }) => compact(totals.tokens.total) },
    { head: 'Cost', align: 'right', cell: ({ totals }) => costCell(totals, paint) },
    { head: 'Before', align: 'right', drop: 1, cell: ({ before }) => costCell(before, paint).text },
    {
      head: 'Change',
      align: 'right',
      drop: 1,
      cell: ({ totals, before }) => change(totals.cost.listNanoUsd, before.cost.listNanoUsd),
    },
  ];
  return renderTable(columns, periods, screen);
};

const topTable = (
  dimension: 'model' | 'app',
  rows: readonly UsageRow[],
  total: UsageTotals,
  screen: Screen,
): string[] => {
  if (rows.length === 0) return [];
  const { paint } = screen;
  const byCost = total.cost.listNanoUsd > 0;
  const measure = (usage: UsageTotals): number => (byCost ? usage.cost.listNanoUsd : usage.tokens.total);
  const most = Math.max(...rows.map(measure));
  const shareText = (row: UsageTotals): string =>
    byCost && knowledgeOf(row) === 'unpriced' ? '—' : percent(measure(row), measure(total));
  const name = dimensionColumn<UsageRow>(dimension, ({ key }) => key[dimension], '', paint);
  const columns: Column<UsageRow>[] = [
    { ...name, head: dimension === 'model' ? 'Top models, 30 days' : 'Top apps, 30 days' },
    { head: 'Calls', align: 'right', cell: ({ calls }) => grouped(calls) },
    { head: 'Tokens', align: 'right', cell: ({ tokens }) => compact(tokens.total) },
    { head: 'Cost', align: 'right', cell: (row) => costCell(row, paint) },
    {
      head: '',
      cell: (row) => ({
        text: `${shareText(row).padStart(5)} ${bar(measure(row), most, isWide(screen) ? 24 : 14)}`,
        paint: paint.bar,
      }),
    },
  ];
  return ['', ...renderTable(columns, rows, screen)];
};

/** Where to go from here; `name` is how this program is called. */
export const whatNext = (screen: Screen, name: string, watching: boolean): readonly string[] => [
  '',
  ...nextLines(
    [
      { command: `${name} costs --by project`, says: 'also by agent, session, branch …' },
      { command: `${name} sessions`, says: 'the most expensive sessions' },
      ...(watching ? [] : [{ command: `${name} watch`, says: 'each call as it happens' }]),
      { command: `${name} --help`, says: 'everything else' },
    ],
    screen,
  ),
];
