import type { OwnPriceRow } from '@meterline/server';
import { tildePath } from '../render/name.ts';
import { headingLines, nextLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import type { Report } from './emit.ts';
import { envelopeOf } from './envelope.ts';
import { type JsonOwnPriceRow, OWN_PRICES, type OwnPriceTotals } from './kinds/own-prices.ts';

export interface OwnPricesFacts {
  readonly rows: readonly OwnPriceRow[];
  readonly file: string;
  readonly home: string;
  readonly zone: string;
  readonly now: number;
}

/** The report of `meterline prices --own`. */
export const ownPricesReport = (facts: OwnPricesFacts): Report<JsonOwnPriceRow, OwnPriceTotals> => ({
  kind: OWN_PRICES,
  envelope: envelopeOf(OWN_PRICES, {
    now: facts.now,
    zone: facts.zone,
    by: ['model'],
    rows: facts.rows.map(({ model, kind, says, from, to }) => ({ key: { model }, kind, says, from, to })),
    totals: { prices: facts.rows.length, file: facts.file },
  }),
  lines: (screen) => ownPricesLines(facts, screen),
});

const ownPricesLines = ({ rows, file, home, zone }: OwnPricesFacts, screen: Screen): readonly string[] => {
  const head = headingLines({ title: 'Prices of your own', zone, facts: [tildePath(file, home)] }, screen);
  const next = nextLines(
    [
      { command: 'meterline prices set MODEL', says: 'set one: rates, a discount, another name' },
      { command: 'meterline prices unset MODEL', says: 'back to the price book' },
    ],
    screen,
  );
  if (rows.length === 0) return [...head, 'None: every price is that of the book.', '', ...next];
  return [...head, ...renderTable(columnsFor(screen), rows, screen), '', ...next];
};

const columnsFor = ({ paint }: Screen): Column<OwnPriceRow>[] => [
  { head: 'Model', min: 16, cell: ({ model }) => model },
  { head: 'Price', min: 20, cell: ({ says }) => says },
  { head: 'From', drop: 2, cell: ({ from }) => ({ text: from ?? 'always', paint: paint.faint }) },
  { head: 'Until', drop: 1, cell: ({ to }) => ({ text: to ?? '–', paint: paint.faint }) },
];
