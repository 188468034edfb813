import type { NameState } from '../model/name.ts';
import { matchedBy, normaliseModel } from '../model/normalise.ts';
import type { Provider } from '../model/provider.ts';
import type { ModelPrice, PriceBook } from './book.ts';
import type { PriceOverrides } from './overrides.ts';

/** What a provider's and model's name turned out to be. */
export interface ResolvedModel {
  /** `model`: has a price. `zero`: known to cost nothing. `unknown`: unpriced. */
  readonly kind: 'model' | 'zero' | 'unknown';
  /** Who bills. */
  readonly provider: string;
  /** Canonical name, without provider; of an unknown model the name as sent, in lower case and without a path. */
  readonly model: string;
  /** Whose price list applies: decides about cards and fees that hold for all of a provider's models. */
  readonly owner?: string;
  /** `provider:model` under which the price is kept. */
  readonly key?: string;
  readonly price?: ModelPrice;
  readonly matchedBy?: string;
  /**
   * The price is its vendor's and the vendor may not be who bills: `vendor_price` at a gateway that passes prices
   * through, `provider_guessed` where the provider is not one we know. Either way it is an estimate.
   */
  readonly assumed?: 'vendor_price' | 'provider_guessed';
  readonly region?: 'regional' | 'in-region' | 'global';
  readonly fast?: true;
}

export type Resolve = (provider: string, model: string) => ResolvedModel;

/** Vendors that a bare name is looked up at when nobody said whose it is. Hosts of others' models are not among them. */
const GUESSED_VENDORS = [
  'anthropic',
  'openai',
  'google',
  'deepseek',
  'xai',
  'moonshot',
  'zai',
  'alibaba',
  'mistral',
  'minimax',
  'xiaomi',
  'cursor',
];

const CLOUD_VENDORS: Readonly<Record<string, readonly string[]>> = {
  bedrock: ['anthropic'],
  vertex: ['google', 'anthropic'],
  azure: ['openai', 'anthropic'],
};

/** Providers whose prices may apply to a name, in order. A vendor's own price never leaks to a host that has its own. */
const ownersOf = ({ biller, vendor }: NameState): readonly string[] => {
  const named = vendor === undefined ? [] : [vendor];
  if (biller.kind === 'vendor') return [biller.id, ...named];
  if (biller.kind === 'cloud') return [biller.id, ...named, ...(CLOUD_VENDORS[biller.id] ?? [])];
  return [biller.id, ...(vendor === undefined ? GUESSED_VENDORS : named)];
};

type Index = ReadonlyMap<string, string>;

/** Exact names → key, one flat map: `provider:name`. */
const indexBook = (book: PriceBook): Index => {
  const index = new Map<string, string>();
  for (const [key, price] of Object.entries(book.models)) {
    const provider = key.slice(0, key.indexOf(':'));
    index.set(key, key);
    for (const alias of price.a ?? []) index.set(`${provider}:${alias}`, key);
  }
  return index;
};

interface Hit {
  readonly key: string;
  readonly state: NameState;
}

const find = (candidates: readonly NameState[], index: Index): Hit | undefined => {
  for (const state of candidates)
    for (const owner of ownersOf(state)) {
      const key = index.get(`${owner}:${state.name}`);
      if (key !== undefined) return { key, state };
    }
  return undefined;
};

const zero = (provider: Provider, model: string, how: string): ResolvedModel => ({
  kind: 'zero',
  provider: provider.id,
  model,
  matchedBy: how,
});

/** Ollama runs models tagged `cloud` on its own servers, for a fee: they are not local. */
const isHosted = (name: string): boolean => /[:-]cloud$/.test(name);

const modelHit = ({ key, state }: Hit, book: PriceBook): ResolvedModel => {
  const owner = key.slice(0, key.indexOf(':'));
  const told = state.biller.id === owner || state.biller.kind === 'cloud';
  return {
    kind: 'model',
    provider: state.biller.kind === 'unknown' ? owner : state.biller.id,
    model: key.slice(owner.length + 1),
    owner,
    key,
    price: book.models[key]!,
    matchedBy: matchedBy(state),
    ...(told ? {} : { assumed: state.biller.kind === 'gateway' ? 'vendor_price' : 'provider_guessed' }),
    ...(state.region === undefined ? {} : { region: state.region }),
    ...(state.fast === undefined ? {} : { fast: true }),
  };
};

const fromBook =
  (book: PriceBook, index: Index): Resolve =>
  (provider, raw) => {
    const normal = normaliseModel(provider, raw);
    // Claude Code writes this for messages it made up itself: no call happened.
    if (normal.plain === '<synthetic>') return zero(normal.provider, normal.plain, 'synthetic');
    const last = normal.candidates.at(-1)!;
    const free = normal.candidates.find((state) => state.free);
    if (free !== undefined) return zero(free.biller, free.name, matchedBy(free));
    if (last.biller.kind === 'local' && !isHosted(normal.plain))
      return zero(last.biller, normal.plain, 'local');
    const hit = find(normal.candidates, index);
    if (hit !== undefined) return modelHit(hit, book);
    return { kind: 'unknown', provider: last.biller.id, model: normal.plain };
  };

/** The entry for `provider:model`, or for the model anywhere. Own keys only: a model may be called `constructor`. */
const named = <T>(entries: Readonly<Record<string, T>>, provider: string, model: string): T | undefined => {
  for (const name of [`${provider}:${model}`, model]) if (Object.hasOwn(entries, name)) return entries[name];
  return undefined;
};

const byOverride =
  (overrides: PriceOverrides, inner: Resolve): Resolve =>
  (provider, raw) => {
    const who = provider.trim().toLowerCase();
    const name = raw.trim().toLowerCase();
    const deployment = named(overrides.deployments, who, name);
    if (deployment !== undefined) {
      const found = inner(provider, deployment.model);
      const region = deployment.zone === undefined ? {} : { region: deployment.zone };
      return { ...found, ...region, matchedBy: `override:deployment+${found.matchedBy ?? 'none'}` };
    }
    const alias = named(overrides.aliases, who, name);
    if (alias !== undefined) {
      const found = inner(provider, alias);
      return { ...found, matchedBy: `override:alias+${found.matchedBy ?? 'none'}` };
    }
    const like = named(overrides.priceLike, who, name);
    if (like === undefined) return inner(provider, raw);
    const found = inner('unknown', like);
    return { ...found, model: name, matchedBy: `override:like+${found.matchedBy ?? 'none'}` };
  };

const byOwnPrice = (overrides: PriceOverrides, inner: Resolve): Resolve => {
  const prices = new Map(overrides.prices.map(({ match, periods }) => [match, periods]));
  return (provider, raw) => {
    const found = inner(provider, raw);
    const names = [
      `${provider.trim().toLowerCase()}:${raw.trim().toLowerCase()}`,
      raw.trim().toLowerCase(),
      `${found.provider}:${found.model}`,
      ...(found.key === undefined ? [] : [found.key]),
      found.model,
    ];
    const match = names.find((name) => prices.has(name));
    if (match === undefined) return found;
    const { assumed: _told, ...rest } = found;
    // The rates are the user's; how fast mode, a batch or a region change them is still the provider's.
    const price = { ...found.price, p: prices.get(match)! };
    return { ...rest, kind: 'model', key: match, price, matchedBy: 'override:price' };
  };
};

/** Name resolution over a book and the user's overrides: own prices, then deployments, aliases and likes, then the book. */
export const makeResolve = (book: PriceBook, overrides: PriceOverrides): Resolve => {
  const base = fromBook(book, indexBook(book));
  return byOwnPrice(overrides, byOverride(overrides, base));
};
