import { fail, NO_OVERRIDES, ok, type PriceOverrides, parseOverrides, type Result } from '@meterline/core';
import { errnoOf } from '../files/files.ts';
import { readText } from './load-config.ts';
import { writePrivateFile } from './private-file.ts';

/**
 * The user's own prices, aliases, discounts, deployments and "price like" as they stand in `prices.local.json`: the
 * shape that `parseOverrides` of core reads. Kept as raw JSON so that an edit changes nothing else.
 */
export type LocalPrices = Readonly<Record<string, unknown>>;

export interface LoadedPrices {
  readonly raw: LocalPrices;
  readonly overrides: PriceOverrides;
}

/** Reads and validates; a missing file means none. The fault names the file and every key that is wrong. */
export const loadLocalPrices = (path: string): Result<LoadedPrices> => {
  const text = readText(path);
  if (!text.ok) return text;
  if (text.value === undefined) return ok({ raw: {}, overrides: NO_OVERRIDES });
  try {
    return validated(JSON.parse(text.value), path);
  } catch {
    return fail(
      'PRICE_OVERRIDE_INVALID',
      `${path} is not valid JSON.`,
      'Mend it, or remove it to start afresh.',
    );
  }
};

/** Writes the whole file at once, after the same validation; nothing is written when it does not pass. */
export const saveLocalPrices = (path: string, raw: LocalPrices): Result<LoadedPrices> => {
  const checked = validated(raw, path);
  if (!checked.ok) return checked;
  try {
    writePrivateFile(path, `${JSON.stringify(raw, null, 2)}\n`, `${process.pid}`);
  } catch (error) {
    return fail('PRICE_OVERRIDE_INVALID', `${path} cannot be written (${errnoOf(error)}).`);
  }
  return checked;
};

const validated = (raw: unknown, path: string): Result<LoadedPrices> => {
  const parsed = parseOverrides(raw);
  if (parsed.ok) return ok({ raw: raw as LocalPrices, overrides: parsed.value });
  const list = parsed.errors.map(({ key, message }) => `${key || 'the file'} ${message}`).join('; ');
  return fail('PRICE_OVERRIDE_INVALID', `${path}: ${list}.`);
};
