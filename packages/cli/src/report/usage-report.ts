import { type Filter, nextInterval, type UsageResult, type UsageRow } from '@meterline/core';
import type { Turns } from '@meterline/server';
import type { AskedRange } from '../arguments/range.ts';
import { costCell } from '../render/money.ts';
import { compact, grouped, plural } from '../render/number.ts';
import { headingLines, noteLines } from '../render/page.ts';
import { isWide, type Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { type ModelUsageRow, type TurnRow, USAGE, USAGE_TURNS } from './kinds/usage.ts';
import { turnRowOf, turnTable } from './turn-table.ts';
import { figuresOf, type JsonUsageTotals } from './usage-figures.ts';

export interface UsageFacts {
  readonly range: AskedRange;
  readonly where: readonly Filter[];
  readonly zone: string;
  readonly now: number;
  readonly notes: readonly Note[];
}

const NOTHING = 'No calls match. Drop a filter, take a longer --period, or run `meterline import`.';

/** The report of `meterline usage`. */
export const usageReport = (
  result: UsageResult,
  facts: UsageFacts,
): Report<ModelUsageRow, JsonUsageTotals> => ({
  kind: USAGE,
  envelope: envelopeOf(USAGE, {
    now: facts.now,
    zone: facts.zone,
    range: facts.range,
    by: ['model'],
    rows: result.rows.map(({ key, ...usage }) => ({
      key: { model: key.model ?? null },
      ...figuresOf(usage),
      cacheWrite5m: usage.tokens.cacheWrite5m,
      cacheWrite1h: usage.tokens.cacheWrite1h,
    })),
    totals: figuresOf(result.totals),
    notes: facts.notes,
  }),
  lines: (screen) => {
    const head = headingLines({ title: 'Usage', ...facts }, screen);
    if (result.totals.calls === 0) return [...head, NOTHING];
    const total: UsageRow = { ...result.totals, key: { model: 'Total' }, start: null };
    return [
      ...head,
      ...renderTable(columnsFor(screen), result.rows, screen, [total]),
      ...noteLines(facts.notes, screen),
    ];
  },
});

/** Exact counts where there is room for them. */
const columnsFor = (screen: Screen): Column<UsageRow>[] => {
  const number = isWide(screen) ? grouped : compact;
  const count = (head: string, value: (row: UsageRow) => number, more = {}): Column<UsageRow> => ({
    head,
    align: 'right',
    cell: (row) => number(value(row)),
    ...more,
  });
  return [
    { head: 'Model', min: 12, cell: ({ key }) => key.model ?? '(none)' },
    { head: 'Calls', align: 'right', drop: 3, cell: ({ calls }) => grouped(calls) },
    count('Input', ({ tokens }) => tokens.input),
    count('Output', ({ tokens }) => tokens.output),
    count('Reasoning', ({ tokens }) => tokens.reasoning, { wide: true, drop: 4 }),
    count('Cached', ({ tokens }) => tokens.cacheRead),
    count('Written', ({ tokens }) => tokens.cacheWrite, { drop: 2 }),
    count('Total', ({ tokens }) => tokens.total),
    { head: 'Cost', align: 'right', drop: 1, cell: (row) => costCell(row, screen.paint) },
  ];
};

/** Calls that are in the sums but have no row. */
const omittedNotes = ({ turns, totals, omitted, totalsOnly }: Turns): readonly Note[] => {
  if (omitted === 0) return [];
  if (totalsOnly > 0)
    return [
      { code: 'totals_only', text: `Of ${plural(totalsOnly, 'earlier call')} only the totals are kept.` },
    ];
  const shown = `The last ${grouped(turns.length)} of ${plural(totals.calls, 'call')}`;
  return [{ code: 'rows_omitted', text: `${shown}; --limit shows more.` }];
};

/** The report of `meterline usage --turns`. */
export const turnsReport = (turns: Turns, facts: UsageFacts): Report<TurnRow, JsonUsageTotals> => {
  const notes: readonly Note[] = [...facts.notes, ...omittedNotes(turns)];
  return {
    kind: USAGE_TURNS,
    envelope: envelopeOf(USAGE_TURNS, {
      now: facts.now,
      zone: facts.zone,
      range: facts.range,
      by: ['call'],
      rows: turns.turns.map(turnRowOf),
      totals: figuresOf(turns.totals),
      notes,
    }),
    lines: (screen) => {
      const head = headingLines({ title: 'Calls', ...facts, facts: ['API list price'] }, screen);
      if (turns.turns.length === 0)
        return [...head, ...(turns.totals.calls === 0 ? [NOTHING] : noteLines(notes, screen).slice(1))];
      return [
        ...head,
        ...turnTable(turns, facts.zone, screen, !isOneDay(facts)),
        ...noteLines(notes, screen),
      ];
    },
  };
};

/** Then the heading names it. */
const isOneDay = ({ range: { from, to }, zone }: UsageFacts): boolean =>
  from !== undefined && to !== undefined && nextInterval(from, 'day', zone) >= to;
