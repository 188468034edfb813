import { rateText } from '../../format/rate.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import type { UnitPrice } from '../../parts/priced-models.ts';
import { termText, tierText } from './price-words.ts';

const rate = (price: UnitPrice, name: string): string =>
  price.rates[name] === undefined ? '–' : rateText(price.rates[name]);

const tierOf = ({ promptTokens, rates }: UnitPrice['tiers'][number]): string => {
  const both = [rates['input'], rates['output']].map((usd) => (usd === undefined ? '–' : rateText(usd)));
  return `${tierText(promptTokens)}: ${both.join(' / ')}`;
};

const COLUMNS: readonly Column<UnitPrice>[] = [
  {
    id: 'term',
    head: 'Holds (UTC)',
    cell: (price) => (
      <>
        {termText(price.from, price.to)}
        {price.current && <strong> · now</strong>}
      </>
    ),
  },
  { id: 'input', head: 'Input', number: true, cell: (price) => rate(price, 'input') },
  { id: 'output', head: 'Output', number: true, cell: (price) => rate(price, 'output') },
  { id: 'read', head: 'Cache read', number: true, wide: true, cell: (price) => rate(price, 'cache read') },
  {
    id: 'tiers',
    head: 'Long prompt',
    number: true,
    wide: true,
    cell: ({ tiers }) => (
      <span className="price-tiers">{tiers.length === 0 ? 'the same' : tiers.map(tierOf).join('; ')}</span>
    ),
  },
];

/** What a model cost at which time. A call keeps the price that held when it was made. */
export const PriceHistory = ({ prices }: { readonly prices: readonly UnitPrice[] }) => {
  if (prices.length < 2)
    return <p className="muted small">No other price of it is known, from before or for later.</p>;
  return (
    <DataTable
      label="Prices over time"
      columns={COLUMNS}
      rows={prices}
      keyOf={({ from, to }) => `${from}-${to}`}
      chosen={({ current }) => current}
    />
  );
};
