import type { LocalPrices } from '../config/local-prices.ts';

/** A price of the user's own in words. */
export interface OwnPriceRow {
  readonly kind: 'price' | 'discount' | 'alias' | 'like';
  /** The name it holds for. */
  readonly model: string;
  readonly says: string;
  readonly from: string | null;
  readonly to: string | null;
}

type Values = Readonly<Record<string, unknown>>;

/** Every entry of `prices.local.json`, which has been validated when it was read. */
export const ownPriceRows = (raw: LocalPrices): readonly OwnPriceRow[] => [
  ...listOf(raw.prices).map(priceRow),
  ...listOf(raw.discounts).map(discountRow),
  ...namesOf(raw.aliases).map(([model, other]) => named('alias', model, `another name for ${other}`)),
  ...namesOf(raw.priceLike).map(([model, other]) => named('like', model, `costs what ${other} costs`)),
  ...namesOf(raw.deployments).map(([model, other]) =>
    named('alias', model, `a deployment of ${modelOf(other)}`),
  ),
];

const listOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as Values[]) : []);

const namesOf = (value: unknown): readonly (readonly [string, unknown])[] => Object.entries(value ?? {});

const modelOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? String((value as Values).model) : String(value);

const named = (kind: 'alias' | 'like', model: string, says: string): OwnPriceRow => ({
  kind,
  model,
  says,
  from: null,
  to: null,
});

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const priceRow = ({ match, rates, from, to }: Values): OwnPriceRow => ({
  kind: 'price',
  model: String(match),
  says: `${Object.entries((rates ?? {}) as Values)
    .map(([name, usd]) => `${name} $${usd}`)
    .join(', ')} per million tokens`,
  from: textOrNull(from),
  to: textOrNull(to),
});

const discountRow = ({ match, mul }: Values): OwnPriceRow => {
  const [top = 1, bottom = 1] = Array.isArray(mul) ? (mul as number[]) : [];
  const percent = Math.round((1 - top / bottom) * 1e6) / 1e4;
  const says = percent >= 0 ? `${percent} % below list price` : `${-percent} % above list price`;
  return { kind: 'discount', model: String(match), says, from: null, to: null };
};
