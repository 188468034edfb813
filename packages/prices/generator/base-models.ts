import { compileBook, type ModelPrice, type PriceBook, type PricePeriod } from '@meterline/core';
import { ACCEPTED_NOTES, LEFT_OUT } from './accepted.ts';
import { genaiNames, genaiPeriods, sixDecimals } from './genai-rates.ts';
import type { GenaiModel, GenaiProvider, ModelsDevModel, Upstream } from './upstream.ts';

type Models = Record<string, ModelPrice>;

/** Upstream provider → ours. Anthropic and DeepSeek are not among them: the overlay states all of their models. */
const GENAI_PROVIDERS: Readonly<Record<string, string>> = {
  openai: 'openai',
  google: 'google',
  mistral: 'mistral',
  groq: 'groq',
  'x-ai': 'xai',
  moonshotai: 'moonshot',
  zai: 'zai',
  minimax: 'minimax',
  cohere: 'cohere',
  cerebras: 'cerebras',
  perplexity: 'perplexity',
  aws: 'bedrock',
  azure: 'azure',
  together: 'together',
  fireworks: 'fireworks',
};

/** Providers that genai-prices lacks. */
const MODELS_DEV_PROVIDERS: Readonly<Record<string, string>> = { alibaba: 'alibaba', xiaomi: 'xiaomi' };

const GENAI_SOURCE = { src: 'genai-prices', conf: 'S' } as const;
const MODELS_DEV_SOURCE = { src: 'models.dev', conf: 'S' } as const;

/** Fine-tuned models have prices of their own that no base name may reach; free routes cost nothing by their suffix. */
const isUsableName = (name: string): boolean =>
  !/\s|^ft:|\.ft|:free$|^~|claude/.test(name) && !LEFT_OUT.has(name) && name !== '';

/** Bedrock ids carry a revision (`-v1:0`), and Meterline takes a geography off before it looks a name up. */
const bedrockNames = (id: string): string[] => {
  const bare = id.replace(/^(global|regional)\./, '');
  return [bare.replace(/(-v\d+)?(:\d+)?$/, ''), bare];
};

const namesOf = (provider: string, model: GenaiModel): string[] => {
  const listed = [model.id.toLowerCase(), ...genaiNames(model.match)];
  const names = provider === 'bedrock' ? bedrockNames(model.id.toLowerCase()) : listed;
  return [...new Set(names)].filter(isUsableName);
};

const withSource = (key: string, periods: readonly PricePeriod[], source: object): PricePeriod[] =>
  periods.map((period) => ({
    ...period,
    ...source,
    ...(ACCEPTED_NOTES[key] === undefined ? {} : { note: ACCEPTED_NOTES[key] }),
  }));

const isFree = (periods: readonly PricePeriod[]): boolean =>
  periods.every(({ r }) => r.in === 0 && r.out === 0);

/** Adds a model under the names that nothing else has; names of a model we already have become its aliases. */
class Collector {
  readonly models: Models;
  private readonly taken = new Map<string, string>();
  private readonly book: PriceBook;

  constructor(book: PriceBook) {
    this.book = book;
    this.models = { ...book.models };
    for (const [key, model] of Object.entries(this.models)) this.claim(key, model.a ?? []);
  }

  private claim(key: string, aliases: readonly string[]): void {
    const provider = key.slice(0, key.indexOf(':'));
    for (const name of [key, ...aliases.map((alias) => `${provider}:${alias}`)]) this.taken.set(name, key);
  }

  /** The key that a name already leads to, by the same reading that prices calls. */
  private resolver = (): ((provider: string, name: string) => string | undefined) => {
    const engine = compileBook({ ...this.book, models: this.models });
    return (provider, name) => engine.resolve(provider, name).key;
  };

  addAll(
    provider: string,
    entries: readonly { names: string[]; periods: readonly PricePeriod[]; source: object }[],
  ): void {
    const resolve = this.resolver();
    for (const { names, periods, source } of entries) {
      const id = names[0];
      if (id === undefined || periods.length === 0 || isFree(periods)) continue;
      // By its id alone: upstream lists under one id names that our overlay rightly keeps apart.
      const known = resolve(provider, id);
      const fresh = names.filter(
        (name) => resolve(provider, name) === undefined && !this.taken.has(`${provider}:${name}`),
      );
      if (known !== undefined) this.addAliases(known, provider, fresh);
      else if (!this.taken.has(`${provider}:${id}`))
        this.addModel(`${provider}:${id}`, fresh, periods, source);
    }
  }

  private addAliases(key: string, provider: string, names: readonly string[]): void {
    if (names.length === 0 || !key.startsWith(`${provider}:`)) return;
    const model = this.models[key]!;
    this.models[key] = { ...model, a: [...(model.a ?? []), ...names] };
    this.claim(key, names);
  }

  private addModel(
    key: string,
    names: readonly string[],
    periods: readonly PricePeriod[],
    source: object,
  ): void {
    const aliases = names.filter((name) => !key.endsWith(`:${name}`));
    this.models[key] = { ...(aliases.length > 0 ? { a: aliases } : {}), p: withSource(key, periods, source) };
    this.claim(key, aliases);
  }
}

const genaiEntries = (provider: string, { models }: GenaiProvider) =>
  models.map((model) => ({
    names: namesOf(provider, model),
    periods: genaiPeriods(model),
    source: GENAI_SOURCE,
  }));

const modelsDevPeriods = ({ cost }: ModelsDevModel): PricePeriod[] => {
  const rate = (name: string): number | undefined =>
    typeof cost?.[name] === 'number' ? sixDecimals(cost[name]) : undefined;
  const input = rate('input');
  if (input === undefined) return [];
  const pairs = [
    ['in', input],
    ['out', rate('output') ?? 0],
    ['cr', rate('cache_read')],
    ['w', rate('cache_write')],
    ['rs', rate('reasoning')],
    ['inA', rate('input_audio')],
    ['outA', rate('output_audio')],
  ].filter(([, value]) => value !== undefined);
  return [{ r: Object.fromEntries(pairs) }];
};

const modelsDevEntries = (models: Readonly<Record<string, ModelsDevModel>>) =>
  Object.entries(models).map(([id, model]) => ({
    names: [id.toLowerCase()].filter(isUsableName),
    periods: modelsDevPeriods(model),
    source: MODELS_DEV_SOURCE,
  }));

/**
 * The overlay's models and, for every name that they leave unpriced, what upstream says. OpenRouter comes last and adds
 * only models that no vendor's own list has: a reseller's price must not stand in for the vendor's.
 */
export const withBaseModels = (book: PriceBook, upstream: Upstream): Models => {
  const collector = new Collector(book);
  for (const [theirs, ours] of Object.entries(GENAI_PROVIDERS)) {
    const provider = upstream.genai.find(({ id }) => id === theirs);
    if (provider !== undefined) collector.addAll(ours, genaiEntries(ours, provider));
  }
  for (const [theirs, ours] of Object.entries(MODELS_DEV_PROVIDERS))
    collector.addAll(ours, modelsDevEntries(upstream.modelsDev[theirs]?.models ?? {}));
  const openrouter = upstream.genai.find(({ id }) => id === 'openrouter');
  const slugged = openrouter?.models.filter(({ id }) => id.includes('/')) ?? [];
  collector.addAll('openrouter', genaiEntries('openrouter', { id: 'openrouter', models: slugged }));
  return collector.models;
};
