import { formatUsd, sentTokens, type UsageRow, type UsageTotals } from '@meterline/core';
import { type Models, nanoUsdPerMillion } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { costCell } from '../render/money.ts';
import { compact, grouped, percent, plural } from '../render/number.ts';
import { headingLines, NO_CALLS, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { MODELS, type ModelRow } from './kinds/models.ts';
import { figuresOf, type JsonUsageTotals, usdOf } from './usage-figures.ts';

export interface ModelsFacts {
  /** The largest ones. */
  readonly rows: Models['rows'];
  readonly totals: UsageTotals;
  /** Models that have no row. */
  readonly omitted: number;
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
  readonly notes: readonly Note[];
}

const rowOf = (row: Models['rows'][number]): ModelRow => ({
  key: { provider: row.key.provider ?? null, model: row.key.model ?? null },
  ...figuresOf(row),
  cacheHitRate: row.cacheHitRate,
  usdPerMillionTokens: row.nanoUsdPerMillion === null ? null : usdOf(row.nanoUsdPerMillion),
});

const notesOf = ({ notes, omitted }: ModelsFacts): readonly Note[] =>
  omitted === 0
    ? notes
    : [...notes, { code: 'rows_omitted', text: `${plural(omitted, 'more model')}; --limit shows more.` }];

/** The report of `meterline models`. */
export const modelsReport = (facts: ModelsFacts): Report<ModelRow, JsonUsageTotals> => ({
  kind: MODELS,
  envelope: envelopeOf(MODELS, {
    now: facts.now,
    zone: facts.zone,
    range: facts.question.range,
    by: ['provider', 'model'],
    rows: facts.rows.map(rowOf),
    totals: figuresOf(facts.totals),
    notes: notesOf(facts),
  }),
  lines: (screen) => modelsLines(facts, screen),
});

const modelsLines = (facts: ModelsFacts, screen: Screen): readonly string[] => {
  const { rows, totals, omitted, question, zone } = facts;
  const head = headingLines(
    { title: plural(rows.length + omitted, 'model'), ...question, zone, facts: ['API list price'] },
    screen,
  );
  if (rows.length === 0) return [...head, NO_CALLS];
  const total: UsageRow = { ...totals, key: { model: 'Total', provider: '' }, start: null };
  const table = renderTable(columnsFor(rows, screen), rows, screen, [total]);
  return [...head, ...table, ...noteLines(notesOf(facts), screen)];
};

/** Whether a model is billed by several providers: then its name alone does not tell the rows apart. */
const hasSameNames = (rows: readonly UsageRow[]): boolean =>
  new Set(rows.map(({ key }) => key.model)).size < rows.length;

const columnsFor = (rows: readonly UsageRow[], { paint }: Screen): Column<UsageRow>[] => [
  {
    head: 'Model',
    min: 14,
    cell: ({ key }) => ({
      text: key.model ?? '(none)',
      ...(key.model === 'Total' && key.provider === '' ? { paint: paint.heading } : {}),
    }),
  },
  {
    head: 'Provider',
    min: 8,
    ...(hasSameNames(rows) ? {} : { drop: 4 }),
    cell: ({ key }) => ({ text: key.provider ?? '(none)', paint: paint.faint }),
  },
  { head: 'Calls', align: 'right', drop: 3, cell: ({ calls }) => grouped(calls) },
  { head: 'Input', align: 'right', wide: true, cell: ({ tokens }) => compact(tokens.input) },
  { head: 'Output', align: 'right', wide: true, cell: ({ tokens }) => compact(tokens.output) },
  { head: 'Reasoning', align: 'right', wide: true, drop: 5, cell: ({ tokens }) => compact(tokens.reasoning) },
  { head: 'Tokens', align: 'right', cell: ({ tokens }) => compact(tokens.total) },
  {
    head: 'Cached',
    align: 'right',
    drop: 2,
    cell: ({ tokens }) => percent(tokens.cacheRead, sentTokens(tokens)),
  },
  {
    head: '$/M tokens',
    align: 'right',
    drop: 1,
    cell: (row) => {
      const rate = nanoUsdPerMillion(row);
      return rate === undefined ? { text: '—', paint: paint.faint } : formatUsd(rate);
    },
  },
  { head: 'Cost', align: 'right', cell: (row) => costCell(row, paint) },
];
