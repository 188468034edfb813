import type { PriceBook } from '@meterline/core';
import { type PriceRow, unitPriceOf } from '@meterline/server';
import { headingLines, nextLines } from '../render/page.ts';
import type { Screen } from '../render/screen.ts';
import { type Column, renderTable } from '../render/table.ts';
import { pad, plain, wrap } from '../render/text.ts';
import { showDate } from '../render/when.ts';
import type { Report } from './emit.ts';
import { envelopeOf } from './envelope.ts';
import { type JsonPriceRow, PRICES, type PriceTotals } from './kinds/prices.ts';

export interface PricesFacts {
  /** One model with its history, or many models with the price of the time. */
  readonly rows: readonly PriceRow[];
  /** Name that was asked for; absent for the list. */
  readonly model?: string;
  /** How the name was understood. */
  readonly matchedBy?: string | undefined;
  readonly at: number;
  readonly now: number;
  readonly zone: string;
  readonly book: PriceBook;
  readonly unknown: readonly string[];
}

type Shown = Omit<PricesFacts, 'rows'> & { readonly rows: readonly JsonPriceRow[] };

/** The report of `meterline prices`. */
export const pricesReport = (facts: PricesFacts): Report<JsonPriceRow, PriceTotals> => {
  const shown: Shown = { ...facts, rows: facts.rows.map(unitPriceOf) };
  return {
    kind: PRICES,
    envelope: envelopeOf(PRICES, {
      now: facts.now,
      zone: facts.zone,
      range: { from: facts.at, to: facts.at + 1 },
      by: ['provider', 'model'],
      rows: shown.rows,
      totals: {
        models: new Set(facts.rows.map(({ provider, model }) => `${provider}:${model}`)).size,
        bookVersion: facts.book.version,
        bookDate: facts.book.asOf,
      },
      notes: facts.unknown.map((model) => ({ code: 'unpriced', text: `${model} has no price.` })),
    }),
    lines: (screen) => (facts.model === undefined ? listLines(shown, screen) : modelLines(shown, screen)),
  };
};

const bookText = ({ book }: Shown): string => `price book of ${book.asOf}`;

const rate = (row: JsonPriceRow, ...names: readonly string[]): string => {
  const name = names.find((candidate) => row.rates[candidate] !== undefined);
  return name === undefined ? '–' : rateText(row.rates[name]!);
};

/** A rate with cents at least: `$2.50`, `$0.125`. */
const rateText = (usd: number): string => {
  const text = String(usd);
  const decimals = text.split('.')[1]?.length ?? 0;
  return `$${decimals < 2 ? usd.toFixed(2) : text}`;
};

const listLines = (facts: Shown, screen: Screen): readonly string[] => {
  const { rows, unknown, zone, at, now } = facts;
  const head = headingLines(
    {
      title:
        at === now ? 'Prices of the models in use' : `Prices of the models in use, on ${showDate(at, zone)}`,
      zone,
      facts: ['US dollars per million tokens', bookText(facts)],
    },
    screen,
  );
  if (rows.length === 0 && unknown.length === 0)
    return [...head, 'No model is in use yet. `meterline prices MODEL` shows any model of the book.'];
  return [
    ...head,
    ...renderTable(listColumns(screen), rows, screen),
    ...unknown.map((model) => screen.paint.warn(`${plain(model)}  — not priced`)),
    '',
    ...nextLines(
      [
        { command: 'meterline prices MODEL', says: 'one model: history, tiers, where the price is from' },
        { command: 'meterline prices set MODEL', says: 'a price of your own' },
      ],
      screen,
    ),
  ];
};

const listColumns = ({ paint }: Screen): Column<JsonPriceRow>[] => [
  { head: 'Model', min: 16, cell: ({ key }) => key.model },
  { head: 'Provider', min: 8, drop: 3, cell: ({ key }) => ({ text: key.provider, paint: paint.faint }) },
  { head: 'Input', align: 'right', cell: (row) => rate(row, 'input') },
  { head: 'Output', align: 'right', cell: (row) => rate(row, 'output') },
  { head: 'Cache read', align: 'right', cell: (row) => rate(row, 'cache read') },
  { head: 'Cache write', align: 'right', cell: (row) => rate(row, 'cache write', 'cache write, 5 min') },
  {
    head: 'Tiers',
    align: 'right',
    wide: true,
    cell: ({ tiers }) => tiers.map(({ promptTokens }) => promptTokens).join(' '),
  },
  {
    head: 'Since',
    drop: 1,
    cell: ({ from }) => ({ text: from === null ? 'always' : from.slice(0, 10), paint: paint.faint }),
  },
  {
    head: 'Certainty',
    wide: true,
    drop: 2,
    cell: ({ certainty }) => ({ text: certainty, paint: paint.faint }),
  },
];

const modelLines = (facts: Shown, screen: Screen): readonly string[] => {
  const { rows, zone, at, now } = facts;
  const first = rows[0]!;
  const head = headingLines(
    {
      title:
        first.key.provider === 'unknown' ? first.key.model : `${first.key.model} at ${first.key.provider}`,
      zone,
      facts: ['US dollars per million tokens', bookText(facts)],
    },
    screen,
  );
  const matched = matchedLines(facts, first, screen);
  const current = rows.find((row) => row.current);
  const when = at === now ? 'now' : `on ${showDate(at, zone)}`;
  return [
    ...head,
    ...matched,
    ...(current === undefined
      ? [screen.paint.warn(`No price is known ${when}.`)]
      : currentLines(current, when, screen)),
    '',
    screen.paint.heading('History'),
    ...renderTable(historyColumns(screen), rows, screen),
  ];
};

/** How the name was understood, where that is not plain. */
const matchedLines = (
  { model = '', matchedBy = '' }: Shown,
  row: JsonPriceRow,
  { paint }: Screen,
): string[] => {
  if (matchedBy.startsWith('override:'))
    return [paint.faint(`A setting of your own holds here (${plain(matchedBy)}).`), ''];
  if (row.key.model === model) return [];
  return [paint.faint(`'${plain(model)}' was read as this model (${plain(matchedBy)}).`), ''];
};

const currentLines = (row: JsonPriceRow, when: string, screen: Screen): string[] => {
  const { paint } = screen;
  const names = Object.keys(row.rates);
  const width = Math.max(...names.map((name) => name.length), 8);
  const line = (name: string, text: string): string => `  ${pad(name, width)}  ${text}`;
  return [
    paint.heading(`Price ${when}`),
    ...names.map((name) => line(name, paint.money(rateText(row.rates[name]!)))),
    ...row.tiers
      .flatMap(({ promptTokens, rates }) => [
        line(
          'tier',
          `the whole call, if its prompt is ${promptTokens.replace('>=', 'at least ').replace('>', 'over ')} tokens: ${Object.entries(
            rates,
          )
            .map(([name, usd]) => `${name} ${rateText(usd)}`)
            .join(', ')}`,
        ),
      ])
      .flatMap((text) =>
        wrap(text.trim(), screen.width - 2).map((part, index) =>
          index === 0
            ? `  ${part.replace(/^tier/, pad('tier', width + 1))}`
            : `  ${' '.repeat(width + 2)}${part}`,
        ),
      ),
    ...Object.entries(row.fees).map(([name, usd]) =>
      line(name === 'webSearch' ? 'web search' : name, `$${usd} each`),
    ),
    ...(row.cards.length === 0 ? [] : [line('also', `${row.cards.join(', ')} rates`)]),
    ...(row.sourceUrl === null
      ? []
      : [line('source', row.sourceUrl), line('seen', row.sourceSeen ?? 'unknown')]),
    line('certainty', row.certainty),
    ...(row.note === null
      ? []
      : wrap(row.note, screen.width - width - 4).map((text, index) => line(index === 0 ? 'note' : '', text))),
  ];
};

const historyColumns = ({ paint }: Screen): Column<JsonPriceRow>[] => [
  {
    head: 'From',
    cell: ({ from, current }) => ({
      text: `${current ? '▸ ' : '  '}${from === null ? 'always' : from.slice(0, 16).replace('T00:00', '').replace('T', ' ')}`,
      ...(current ? { paint: paint.heading } : {}),
    }),
  },
  {
    head: 'Until (UTC)',
    cell: ({ to }) => (to === null ? '' : to.slice(0, 16).replace('T00:00', '').replace('T', ' ')),
  },
  { head: 'Input', align: 'right', cell: (row) => rate(row, 'input') },
  { head: 'Output', align: 'right', cell: (row) => rate(row, 'output') },
  { head: 'Cache read', align: 'right', cell: (row) => rate(row, 'cache read') },
  {
    head: 'Cache write',
    align: 'right',
    drop: 2,
    cell: (row) => rate(row, 'cache write', 'cache write, 5 min'),
  },
  { head: 'Tiers', cell: ({ tiers }) => tiers.map(({ promptTokens }) => promptTokens).join(' ') },
  {
    head: 'Seen',
    wide: true,
    drop: 1,
    cell: ({ sourceSeen }) => ({ text: sourceSeen ?? '', paint: paint.faint }),
  },
];
