import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '@meterline/core';
import type { SourceEnv } from '@meterline/sources';
import { errnoOf, isMissing } from '../files/files.ts';
import type { Config } from './config.ts';
import { DEFAULT_CONFIG, parseConfig } from './parse-config.ts';

/** The data folder: `--home`, else METERLINE_HOME, else `~/.meterline`. */
export const homeFolder = (env: SourceEnv, given?: string): string =>
  given ?? env.get('METERLINE_HOME') ?? join(env.home, '.meterline');

export const configPath = (home: string): string => join(home, 'meterline.toml');
export const ledgerPath = (home: string): string => join(home, 'ledger.sqlite');
/** Prices, aliases and discounts of the user's own. */
export const localPricesPath = (home: string): string => join(home, 'prices.local.json');

/** The configuration of a data folder; without a file all is default. */
export const loadConfig = (home: string, sourceIds: readonly string[]): Result<Config> => {
  const path = configPath(home);
  const text = readText(path);
  if (!text.ok) return text;
  return text.value === undefined ? ok(DEFAULT_CONFIG) : parseConfig(text.value, path, sourceIds);
};

/** A file's text; undefined when there is none. */
export const readText = (path: string): Result<string | undefined> => {
  try {
    return ok(readFileSync(path, 'utf8'));
  } catch (error) {
    if (isMissing(error)) return ok(undefined);
    return fail('CONFIG_UNREADABLE', `${path} cannot be read (${errnoOf(error)}).`);
  }
};
