import type { CardName, ModelPrice, PriceBook, ProviderPrice, RegionMod } from './book.ts';
import { type CardFlags, cardOf, requestedCard } from './card.ts';
import type { PriceOverrides } from './overrides.ts';
import { compilePeriod, type NamedRatio, type PeriodPlan } from './plan.ts';
import { priceRuleOf } from './price-rule.ts';
import { regionMod } from './region.ts';
import type { Resolve, ResolvedModel } from './resolve.ts';

/** Everything about (provider, model, flags) that does not depend on the single call. */
export interface CallPlan {
  readonly resolved: ResolvedModel;
  readonly periods: readonly PeriodPlan[];
  /** The provider's own figure is what it charges. */
  readonly reports: boolean;
  readonly estimated: boolean;
  readonly notes: readonly string[];
  readonly card?: CardName;
  readonly multipliers: readonly NamedRatio[];
}

export interface PlanRequest extends CardFlags {
  readonly provider: string;
  readonly model: string;
  readonly region?: string;
}

const matches = (pattern: string, names: readonly string[]): boolean =>
  pattern.endsWith('*')
    ? names.some((name) => name.startsWith(pattern.slice(0, -1)))
    : names.includes(pattern);

const discountFor = (overrides: PriceOverrides, resolved: ResolvedModel): NamedRatio[] => {
  const names = [`${resolved.provider}:${resolved.model}`, resolved.key ?? '', resolved.model];
  const discount = overrides.discounts.find(({ match }) => matches(match, names));
  return discount === undefined ? [] : [{ name: `discount ${discount.match}`, ratio: discount.mul }];
};

/** Own keys only: the sender chose the provider's name. */
const providerOf = (book: PriceBook, id: string): ProviderPrice =>
  Object.hasOwn(book.providers, id) ? book.providers[id]! : {};

const ownerOf = (resolved: ResolvedModel): string => resolved.owner ?? resolved.provider;

/** A model's own cards beat its vendor's, and the cloud's that bills beat both. */
const cardsFor = (book: PriceBook, resolved: ResolvedModel, price: ModelPrice): ModelPrice['cards'] => {
  const owner = ownerOf(resolved);
  const host = resolved.provider === owner ? {} : providerOf(book, resolved.provider);
  return { ...providerOf(book, owner).cards, ...price.cards, ...host.cards };
};

const regionRatio = (book: PriceBook, resolved: ResolvedModel, mod: RegionMod | undefined): NamedRatio[] => {
  if (mod === undefined) return [];
  const ratio = providerOf(book, resolved.provider).mods?.[mod] ?? resolved.price?.mods?.[mod];
  return ratio === undefined ? [] : [{ name: mod === 'geoUs' ? 'us' : 'regional', ratio }];
};

const emptyPlan = (book: PriceBook, resolved: ResolvedModel): CallPlan => ({
  resolved,
  periods: [],
  reports: providerOf(book, resolved.provider).reports ?? false,
  estimated: false,
  notes: [],
  multipliers: [],
});

/** Compiles the plan for one (provider, model, flags). Called once for each; see `PlanCache`. */
export const compilePlan = (
  book: PriceBook,
  overrides: PriceOverrides,
  resolve: Resolve,
  request: PlanRequest,
): CallPlan => {
  const resolved = resolve(request.provider, request.model);
  const { price, key } = resolved;
  if (price === undefined || key === undefined) return emptyPlan(book, resolved);
  const asked = requestedCard(request, resolved.fast === true);
  const card = asked === undefined ? undefined : cardOf(cardsFor(book, resolved, price) ?? {}, asked);
  const region = regionRatio(book, resolved, regionMod(resolved.provider, request.region, resolved.region));
  const assumed = resolved.region === 'in-region' && region.length > 0 && (request.region ?? '') === '';
  const multipliers = [...region, ...discountFor(overrides, resolved)];
  const notes = [
    ...(asked !== undefined && card === undefined ? [`no_public_rate:${asked}`] : []),
    ...(assumed ? ['region_assumed'] : []),
    ...(resolved.assumed === undefined ? [] : [resolved.assumed]),
  ];
  const suffix = [...(card === undefined ? [] : [card.name]), ...multipliers.map(({ name }) => name)];
  const flags = { card, multipliers };
  return {
    ...emptyPlan(book, resolved),
    periods: price.p.map((period) => {
      const rule = [priceRuleOf(key, period), ...suffix].join('+');
      const fees = period.fees ?? providerOf(book, ownerOf(resolved)).fees;
      return compilePeriod(period, rule, flags, book.calendars, fees);
    }),
    estimated: notes.length > 0 || card?.card.unsure === true,
    notes,
    ...(card === undefined ? {} : { card: card.name }),
    multipliers: [
      ...(card?.card.mul === undefined ? [] : [{ name: card.name, ratio: card.card.mul }]),
      ...multipliers,
    ],
  };
};
