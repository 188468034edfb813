import { rateText } from '../../format/rate.ts';
import { type Column, DataTable } from '../../parts/data-table.tsx';
import type { UnitPrice } from '../../parts/priced-models.ts';
import { certaintyText, linkOf, rateName, termText, tierText } from './price-words.ts';

/** A price as it is in the book: every rate, with and without a long prompt, since when, and where it was seen. */
export const PriceView = ({ price }: { readonly price: UnitPrice }) => (
  <>
    <DataTable
      label={`Rates of ${price.key.model}`}
      columns={columnsOf(price)}
      rows={ratesOf(price)}
      keyOf={(rate) => rate}
    />
    <ul className="price-facts">
      <li>
        US dollars per million tokens, {termText(price.from, price.to)}
        {price.from === null && price.to === null ? '' : ' (UTC)'}.
      </li>
      {price.tiers.length > 0 && <li>A longer prompt moves the whole call to the rates of its column.</li>}
      {price.cards.length > 0 && <li>Other rates for: {price.cards.join(', ')}.</li>}
      {Object.entries(price.fees).map(([name, usd]) => (
        <li key={name}>
          {rateName(name)}: {rateText(usd)} each.
        </li>
      ))}
      <li>
        {certaintyText(price.certainty)}
        <Seen price={price} />
      </li>
      {price.note !== null && <li>{price.note}</li>}
    </ul>
  </>
);

const Seen = ({ price: { sourceUrl, sourceSeen } }: { readonly price: UnitPrice }) => {
  const href = linkOf(sourceUrl);
  return (
    <>
      {href !== undefined && (
        <>
          :{' '}
          <a href={href} target="_blank" rel="noreferrer">
            {new URL(href).hostname}
            <span className="hidden"> (opens in a new tab)</span>
          </a>
        </>
      )}
      {sourceSeen !== null && <span className="muted">, seen {sourceSeen}</span>}.
    </>
  );
};

/** Every kind of token that has a rate, in the order of the book. */
const ratesOf = ({ rates, tiers }: UnitPrice): readonly string[] => [
  ...new Set([rates, ...tiers.map((tier) => tier.rates)].flatMap((one) => Object.keys(one))),
];

/** A tier says only the rates that it changes. */
const columnsOf = ({ rates, tiers }: UnitPrice): readonly Column<string>[] => [
  { id: 'kind', head: 'Tokens', cell: rateName },
  {
    id: 'base',
    head: tiers.length === 0 ? 'For 1M' : 'Usual prompt',
    number: true,
    cell: (kind) => (rates[kind] === undefined ? '–' : rateText(rates[kind])),
  },
  ...tiers.map((tier) => ({
    id: tier.promptTokens,
    head: `Prompt ${tierText(tier.promptTokens)}`,
    number: true,
    cell: (kind: string) => {
      const rate = tier.rates[kind] ?? rates[kind];
      return rate === undefined ? '–' : rateText(rate);
    },
  })),
];
