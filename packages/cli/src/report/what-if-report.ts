import { formatUsd } from '@meterline/core';
import { type WhatIf, whatIfNotes } from '@meterline/server';
import type { Question } from '../arguments/question.ts';
import { compact, grouped, plural } from '../render/number.ts';
import { headingLines, NO_CALLS, noteLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Cell, type Column, renderTable } from '../render/table.ts';
import { plain, wrap } from '../render/text.ts';
import type { Report } from './emit.ts';
import { envelopeOf, type Note } from './envelope.ts';
import { WHAT_IF, type WhatIfRow, type WhatIfTotals } from './kinds/what-if.ts';
import { usdOf } from './usage-figures.ts';

export interface WhatIfFacts {
  readonly found: WhatIf;
  /** Rows to show. */
  readonly limit: number;
  readonly question: Question;
  readonly zone: string;
  readonly now: number;
}

type Row = WhatIf['rows'][number];

/** Whether nothing is known of what it cost. */
const isUnpriced = ({ listNanoUsd, unpricedCalls, calls }: Row): boolean =>
  listNanoUsd === 0 && unpricedCalls > 0 && unpricedCalls >= calls;

const rowOf = (row: Row): WhatIfRow => ({
  key: row.key,
  calls: row.calls,
  tokens: row.tokens,
  listUsd: isUnpriced(row) ? null : usdOf(row.listNanoUsd),
  unpricedCalls: row.unpricedCalls,
  whatIfUsd: usdOf(row.whatIfNanoUsd),
});

const notesOf = ({ found, limit }: WhatIfFacts): readonly Note[] => {
  const left = found.rows.length - limit;
  return left <= 0
    ? whatIfNotes(found)
    : [
        ...whatIfNotes(found),
        { code: 'rows_omitted', text: `${plural(left, 'more model')}; --limit shows more.` },
      ];
};

/** The report of `meterline what-if`. */
export const whatIfReport = (facts: WhatIfFacts): Report<WhatIfRow, WhatIfTotals> => {
  const { found, limit, question, zone, now } = facts;
  const { target, totals } = found;
  return {
    kind: WHAT_IF,
    envelope: envelopeOf(WHAT_IF, {
      now,
      zone,
      range: question.range,
      by: ['provider', 'model'],
      rows: found.rows.slice(0, limit).map(rowOf),
      totals: {
        provider: target.provider,
        model: target.model,
        calls: totals.calls,
        tokens: totals.tokens,
        listUsd: usdOf(totals.listNanoUsd),
        whatIfUsd: usdOf(totals.whatIfNanoUsd),
        leftOutCalls: totals.leftOutCalls,
      },
      notes: notesOf(facts),
    }),
    lines: (screen) => whatIfLines(facts, screen),
  };
};

const whatIfLines = (facts: WhatIfFacts, screen: Screen): readonly string[] => {
  const { found, limit, question, zone } = facts;
  const { target, totals, rows } = found;
  const head = headingLines(
    { title: `The same tokens on ${target.model}`, ...question, zone, facts: ['API list price'] },
    screen,
  );
  if (rows.length === 0) return [...head, NO_CALLS];
  const together: Row = {
    key: { provider: null, model: 'Compared' },
    ...{ calls: totals.calls, tokens: totals.tokens, listNanoUsd: totals.listNanoUsd },
    ...{ unpricedCalls: 0, whatIfNanoUsd: totals.whatIfNanoUsd },
  };
  return [
    ...head,
    ...renderTable(columnsFor(screen), rows.slice(0, limit), screen, [together]),
    '',
    ...verdictLines(found, screen),
    ...noteLines(notesOf(facts), screen),
  ];
};

/** The answer in a sentence; nothing where no model could be compared. */
const verdictLines = ({ target, totals }: WhatIf, screen: Screen): readonly string[] => {
  const { listNanoUsd, whatIfNanoUsd } = totals;
  if (totals.calls === 0) return wrap('None of these calls has a price to compare with.', screen.width);
  const difference = whatIfNanoUsd - listNanoUsd;
  const more = difference < 0 ? 'less' : 'more';
  const said =
    difference === 0
      ? 'the same'
      : `${formatUsd(Math.abs(difference))} ${more}${shareText(difference, listNanoUsd)}`;
  const text = `On ${target.model} they would have cost ${formatUsd(whatIfNanoUsd)} instead of ${formatUsd(listNanoUsd)}: ${said}.`;
  return wrap(plain(text), screen.width).map(difference < 0 ? screen.paint.good : (line) => line);
};

/** ` (−42%)`, or nothing where there is nothing to compare with. */
const shareText = (difference: number, of: number): string => {
  if (of === 0) return '';
  const percent = Math.round((difference / of) * 100);
  return ` (${percent > 0 ? '+' : ''}${percent}%)`.replace('-', '−');
};

const costWas = (row: Row, { paint }: Screen): Cell => {
  if (isUnpriced(row)) return { text: '— not priced', paint: paint.warn };
  const text = formatUsd(row.listNanoUsd);
  return row.unpricedCalls > 0 ? { text: `≥ ${text}`, paint: paint.warn } : { text, paint: paint.money };
};

const differenceOf = (row: Row, { paint }: Screen): Cell => {
  const difference = row.whatIfNanoUsd - row.listNanoUsd;
  if (row.unpricedCalls > 0 || difference === 0) return { text: '–', paint: paint.faint };
  const sign = difference > 0 ? '+' : '−';
  const text = `${sign}${formatUsd(Math.abs(difference))}${shareText(difference, row.listNanoUsd)}`;
  return difference < 0 ? { text, paint: paint.good } : { text };
};

const columnsFor = (screen: Screen): Column<Row>[] => [
  { head: 'Model that was used', min: 14, cell: ({ key }) => key.model ?? '(none)' },
  {
    head: 'Provider',
    min: 8,
    wide: true,
    cell: ({ key }) => ({ text: key.provider ?? '', paint: screen.paint.faint }),
  },
  { head: 'Calls', align: 'right', drop: 2, cell: ({ calls }) => grouped(calls) },
  { head: 'Tokens', align: 'right', drop: 1, cell: ({ tokens }) => compact(tokens) },
  { head: 'It cost', align: 'right', cell: (row) => costWas(row, screen) },
  { head: 'Would be', align: 'right', cell: ({ whatIfNanoUsd }) => formatUsd(whatIfNanoUsd) },
  { head: 'Difference', align: 'right', cell: (row) => differenceOf(row, screen) },
];
