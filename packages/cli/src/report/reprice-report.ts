import { type Filter, formatUsd, type PriceBook } from '@meterline/core';
import type { RepriceResult } from '@meterline/store';
import { change, grouped, plural } from '../render/number.ts';
import { headingLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { showDate } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf } from './envelope.ts';
import { REPRICE, type RepriceRow, type RepriceTotals } from './kinds/reprice.ts';
import { usdOf } from './usage-figures.ts';

export interface RepriceFacts {
  readonly result: RepriceResult;
  readonly dryRun: boolean;
  readonly from: number | undefined;
  readonly where: readonly Filter[];
  readonly zone: string;
  readonly now: number;
  readonly book: PriceBook;
}

/** The report of `meterline reprice`. */
export const repriceReport = (facts: RepriceFacts): Report<RepriceRow, RepriceTotals> => {
  const { result, dryRun, from, zone, now } = facts;
  return {
    kind: REPRICE,
    envelope: envelopeOf(REPRICE, {
      now,
      zone,
      range: { from },
      by: ['model'],
      rows: result.byModel.map((row) => ({
        key: { model: row.model },
        calls: row.calls,
        oldListUsd: usdOf(row.oldListNanoUsd),
        newListUsd: usdOf(row.newListNanoUsd),
      })),
      totals: {
        dryRun,
        examined: result.examined,
        changed: result.changed,
        oldListUsd: usdOf(result.oldListNanoUsd),
        newListUsd: usdOf(result.newListNanoUsd),
      },
    }),
    lines: (screen) => repriceLines(facts, screen),
  };
};

type Line = RepriceResult['byModel'][number];

const repriceLines = (
  { result, dryRun, from, where, zone, book }: RepriceFacts,
  screen: Screen,
): readonly string[] => {
  const head = headingLines(
    {
      title: dryRun ? 'Reprice, dry run' : 'Reprice',
      zone,
      where,
      facts: [
        ...(from === undefined ? ['all calls'] : [`since ${showDate(from, zone)}`]),
        `price book of ${book.asOf} and your own prices`,
      ],
    },
    screen,
  );
  if (result.changed === 0)
    return [...head, `${plural(result.examined, 'call')} looked at: each costs what it cost.`];
  const total: Line = {
    model: 'Total',
    calls: result.changed,
    oldListNanoUsd: result.oldListNanoUsd,
    newListNanoUsd: result.newListNanoUsd,
  };
  const verb = dryRun ? 'would change' : 'changed';
  return [
    ...head,
    ...renderTable(columnsFor(screen), result.byModel, screen, [total]),
    '',
    `${grouped(result.changed)} of ${plural(result.examined, 'call')} ${verb}.${dryRun ? ' Nothing was stored.' : ' What they cost before is kept.'}`,
  ];
};

/** A sum of 0 is of calls without a price, which is no amount. */
const known = (nanoUsd: number): string => (nanoUsd === 0 ? '—' : formatUsd(nanoUsd));

const columnsFor = ({ paint }: Screen): Column<Line>[] => [
  { head: 'Model', min: 14, cell: ({ model }) => model },
  { head: 'Calls', align: 'right', cell: ({ calls }) => grouped(calls) },
  { head: 'Cost before', align: 'right', cell: ({ oldListNanoUsd }) => known(oldListNanoUsd) },
  {
    head: 'Cost now',
    align: 'right',
    cell: ({ newListNanoUsd }) => ({ text: known(newListNanoUsd), paint: paint.money }),
  },
  {
    head: 'Change',
    align: 'right',
    cell: ({ oldListNanoUsd, newListNanoUsd }) => change(newListNanoUsd, oldListNanoUsd),
  },
];
