import { type Filter, sumTotals, totalsOfCall } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import type { AskedRange } from '../arguments/range.ts';
import { callPrice, callStatus, latencyText } from '../render/call-cells.ts';
import { compact, plural } from '../render/number.ts';
import { headingLines, NO_CALLS, nextLines, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showDay, showSecond } from '../render/when.ts';
import { callRowOf } from './call-row.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { CALLS, type CallRow } from './kinds/calls.ts';
import { figuresOf, type JsonUsageTotals } from './usage-figures.ts';

export interface CallsFacts {
  /** Newest first. */
  readonly calls: readonly StoredCall[];
  /** There are older ones that match, too. */
  readonly hasMore: boolean;
  readonly range: AskedRange;
  readonly where: readonly Filter[];
  readonly zone: string;
  readonly now: number;
}

/** The report of `meterline calls`. */
export const callsReport = (facts: CallsFacts): Report<CallRow, JsonUsageTotals> => {
  const { calls, hasMore, range, zone, now } = facts;
  const rows = calls.map(callRowOf);
  const notes: readonly Note[] = hasMore
    ? [{ code: 'rows_omitted', text: 'There are older calls; --limit shows more.' }]
    : [];
  return {
    kind: CALLS,
    envelope: envelopeOf(CALLS, {
      now,
      zone,
      range,
      by: ['call'],
      rows,
      totals: figuresOf(sumTotals(calls.map(totalsOfCall))),
      notes,
    }),
    lines: (screen) => callsLines(facts, rows, notes, screen),
  };
};

const callsLines = (
  { hasMore, range, where, zone }: CallsFacts,
  rows: readonly CallRow[],
  notes: readonly Note[],
  screen: Screen,
): readonly string[] => {
  const title = `${hasMore ? 'The newest ' : ''}${plural(rows.length, 'call')}`;
  const head = headingLines({ title, range, zone, where, facts: ['newest first', 'API list price'] }, screen);
  const [first] = rows;
  if (first === undefined) return [...head, NO_CALLS];
  return [
    ...head,
    ...renderTable(callColumns(rows, zone, screen), rows, screen),
    ...noteLines(notes, screen),
    '',
    ...nextLines(
      [{ command: `meterline explain ${first.key.call.slice(0, CALL_ID)}`, says: 'how its cost came about' }],
      screen,
    ),
  ];
};

/** As much of an id as `meterline explain` needs. */
const CALL_ID = 8;

const callColumns = (rows: readonly CallRow[], zone: string, { paint }: Screen): Column<CallRow>[] => {
  const days = new Set(rows.map(({ start }) => showDay(Date.parse(start), zone)));
  /** A column only where some call has something to say in it. */
  const where = (known: (row: CallRow) => unknown, column: Column<CallRow>): Column<CallRow>[] =>
    rows.some((row) => known(row) !== null) ? [column] : [];
  return [
    { head: 'Day', wide: days.size < 2, cell: ({ start }) => showDay(Date.parse(start), zone) },
    { head: 'Time', cell: ({ start }) => showSecond(Date.parse(start), zone) },
    { head: 'Call', drop: 3, cell: ({ key }) => ({ text: key.call.slice(0, CALL_ID), paint: paint.faint }) },
    { head: 'App', min: 8, drop: 4, cell: ({ app, source }) => app ?? source },
    { head: 'Model', min: 12, cell: ({ model }) => model },
    ...where(({ feature }) => feature, {
      head: 'Feature',
      min: 8,
      drop: 6,
      cell: ({ feature }) => feature ?? '–',
    }),
    ...where(({ user }) => user, { head: 'User', min: 6, drop: 7, cell: ({ user }) => user ?? '–' }),
    { head: 'In', align: 'right', cell: ({ tokens }) => compact(tokens.input) },
    { head: 'Out', align: 'right', cell: ({ tokens }) => compact(tokens.output) },
    {
      head: 'Cache',
      align: 'right',
      drop: 2,
      cell: ({ tokens }) => compact(tokens.cacheRead + tokens.cacheWrite),
    },
    ...where(({ latencyMs }) => latencyMs, {
      head: 'Took',
      align: 'right',
      drop: 5,
      cell: ({ latencyMs }) => latencyText(latencyMs),
    }),
    { head: 'Status', drop: 1, cell: (row) => callStatus(row, paint) },
    { head: 'Cost', align: 'right', cell: ({ listUsd }) => callPrice(listUsd, paint) },
  ];
};
