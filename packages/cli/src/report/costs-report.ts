import { intervalStarts, NO_USAGE, subtractTotals, type UsageQuery, type UsageResult } from '@meterline/core';
import type { Comparison } from '@meterline/server';
import type { AskedRange } from '../arguments/range.ts';
import { dimensionHead } from '../render/name.ts';
import { grouped } from '../render/number.ts';
import { headingLines, NO_CALLS, noteLines, rangeText } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type UsageLine, usageTable } from '../render/usage-table.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { COSTS } from './kinds/costs.ts';
import { figuresOf, type JsonUsageRow, type JsonUsageTotals, usageRowOf } from './usage-figures.ts';

export interface CostsFacts {
  readonly title: string;
  readonly query: UsageQuery;
  readonly range: AskedRange;
  readonly result: UsageResult;
  /** The result again with what it is compared with, where `--compare` asks for it. */
  readonly before: Comparison | undefined;
  readonly now: number;
  readonly home: string;
  readonly notes: readonly Note[];
}

/** The report of `meterline costs`: the same rows for people and for programs. */
export const costsReport = (facts: CostsFacts): Report<JsonUsageRow, JsonUsageTotals> => {
  const { query, result, before, range, now } = facts;
  const notes = [...LIST_PRICE, ...unsetNotes(facts), ...facts.notes, ...omittedNote(result.omittedRows)];
  return {
    kind: COSTS,
    envelope: envelopeOf(COSTS, {
      now,
      zone: query.zone,
      range,
      by: query.by,
      interval: query.interval,
      rows:
        before?.rows.map((row) => ({
          ...usageRowOf(row),
          previous: row.previous === null ? null : figuresOf(row.previous),
        })) ?? result.rows.map(usageRowOf),
      totals: { ...figuresOf(result.totals), ...(before && { previous: figuresOf(before.previousTotals) }) },
      notes,
    }),
    lines: (screen) => costsLines(facts, screen),
  };
};

/** One row `(none)` with everything in it looks like a fault of the report. */
const unsetNotes = ({ query, result }: CostsFacts): readonly Note[] => {
  const [dimension, ...more] = query.by;
  const named = result.rows.some(({ key }) => dimension !== undefined && key[dimension] !== null);
  if (dimension === undefined || more.length > 0 || named || result.rows.length === 0) return [];
  const head = dimension.startsWith('tag:') ? dimension : dimensionHead(dimension).toLowerCase();
  return [{ code: 'dimension_unset', text: `No call in this time has a value for ${head}.` }];
};

const LIST_PRICE: readonly Note[] = [
  { code: 'list_price', text: 'Costs are API list prices, fixed when each call was recorded.' },
];

const omittedNote = (rows: number): readonly Note[] =>
  rows === 0
    ? []
    : [{ code: 'rows_omitted', text: `${grouped(rows)} more rows are in the totals; --limit shows more.` }];

const costsLines = (facts: CostsFacts, screen: Screen): readonly string[] => {
  const { query, result, before, range, notes } = facts;
  const against = before === undefined ? [] : [`against ${rangeText(before.previousRange, query.zone)}`];
  const head = headingLines(
    {
      title: facts.title,
      range,
      zone: query.zone,
      where: query.where,
      facts: [...against, 'API list price'],
    },
    screen,
  );
  if (result.totals.calls === 0) return [...head, ...emptyLines(facts)];
  const totals: UsageLine = { usage: result.totals, key: {}, start: null, previous: before?.previousTotals };
  const table = usageTable(
    linesOf(facts),
    totals,
    {
      by: query.by,
      interval: query.interval,
      zone: query.zone,
      now: facts.now,
      home: facts.home,
      compare: before !== undefined,
    },
    screen,
  );
  return [...head, ...table, ...noteLines([...unsetNotes(facts), ...notes], screen)];
};

const emptyLines = ({ query }: CostsFacts): readonly string[] => [
  query.where.length > 0 ? 'No calls match. Drop a --where, or take a longer --period.' : NO_CALLS,
];

/** Rows, quiet intervals between them, and what the limit left out. */
const linesOf = (facts: CostsFacts): readonly UsageLine[] => {
  const { result, before } = facts;
  const rows: UsageLine[] = result.rows.map((row, index) => ({
    usage: row,
    key: row.key,
    start: row.start,
    previous: before?.rows[index]?.previous ?? undefined,
  }));
  const lines = withQuietIntervals(rows, facts);
  if (result.omittedRows === 0) return lines;
  const label = `${grouped(result.omittedRows)} more (--limit)`;
  return [...lines, { usage: remainder(facts), key: {}, start: null, label }];
};

/** Enough for two months of days; beyond it, quiet intervals are left out. */
const MAX_FILLED = 62;

const withQuietIntervals = (
  rows: readonly UsageLine[],
  { query, range, now }: CostsFacts,
): readonly UsageLine[] => {
  if (query.interval === undefined || query.by.length > 0) return rows;
  const from = range.from ?? rows[0]?.start ?? now;
  const starts = intervalStarts(from, range.to ?? now, query.interval, query.zone);
  if (starts.length > MAX_FILLED) return rows;
  const byStart = new Map(rows.map((row) => [row.start, row]));
  return starts.map((start) => byStart.get(start) ?? { usage: NO_USAGE, key: {}, start });
};

/** The totals less the rows that are shown. */
const remainder = ({ result }: CostsFacts): UsageLine['usage'] =>
  result.rows.reduce<UsageLine['usage']>(subtractTotals, result.totals);
