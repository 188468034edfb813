import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folder of the upstream data sets as they were taken; see its MANIFEST.md for commits and licences. */
export const RAW_FOLDER = join(import.meta.dirname, '../data/raw');

type Json = Readonly<Record<string, unknown>>;

const read = (file: string): unknown => JSON.parse(readFileSync(join(RAW_FOLDER, file), 'utf8'));

/** `@pydantic/genai-prices`: match rules, a price or a list of dated prices. */
export interface GenaiModel {
  readonly id: string;
  readonly match: Json;
  readonly prices: Json | readonly { readonly constraint?: Json; readonly prices: Json }[];
}
export interface GenaiProvider {
  readonly id: string;
  readonly models: readonly GenaiModel[];
}

/** models.dev: US dollars per million tokens. */
export interface ModelsDevModel {
  readonly cost?: Json;
}

export interface Upstream {
  readonly genai: readonly GenaiProvider[];
  /** LiteLLM: US dollars per token. */
  readonly litellm: Readonly<Record<string, Json>>;
  readonly modelsDev: Readonly<
    Record<string, { readonly models?: Readonly<Record<string, ModelsDevModel>> }>
  >;
}

/** Reads the three data sets that the book is built from and checked against. */
export const readUpstream = (): Upstream => ({
  genai: read('genai-prices_npm-0.1.8_data_2026-09-23.json') as Upstream['genai'],
  litellm: read('litellm_model_prices_2026-08-01.json') as Upstream['litellm'],
  modelsDev: read('models.dev_api-export_2026-07-02.json') as Upstream['modelsDev'],
});
