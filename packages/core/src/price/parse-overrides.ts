import { isRatio } from '../money/rational.ts';
import { isObject, type OverrideError, OverrideErrors, readList } from './override-errors.ts';
import {
  type DeploymentOverride,
  type DiscountOverride,
  NO_OVERRIDES,
  type PriceOverrides,
} from './overrides.ts';
import { readPrices } from './parse-price-override.ts';

export type { OverrideError };

export type ParsedOverrides =
  | { readonly ok: true; readonly value: PriceOverrides }
  | { readonly ok: false; readonly errors: readonly OverrideError[] };

const readDiscount = (value: unknown, at: string, errors: OverrideErrors): DiscountOverride[] => {
  if (!isObject(value)) return errors.add(at, 'must be a table') ?? [];
  errors.unknownKeys(value, ['match', 'mul'], `${at}.`);
  if (typeof value.match !== 'string') return errors.add(`${at}.match`, 'must be a string') ?? [];
  if (!isRatio(value.mul))
    return errors.add(`${at}.mul`, 'must be [numerator, denominator], such as [85, 100]') ?? [];
  return [{ match: value.match.trim().toLowerCase(), mul: value.mul }];
};

const readNames = (value: unknown, at: string, errors: OverrideErrors): Record<string, string> => {
  const names: Record<string, string> = {};
  if (value === undefined) return names;
  if (!isObject(value)) {
    errors.add(at, 'must be a table of names');
    return names;
  }
  for (const [from, to] of Object.entries(value)) {
    if (typeof to !== 'string' || to.trim() === '')
      errors.add(`${at}.${from}`, 'must be the name of a model');
    else names[from.trim().toLowerCase()] = to.trim();
  }
  return names;
};

const readDeployment = (
  value: unknown,
  at: string,
  errors: OverrideErrors,
): DeploymentOverride | undefined => {
  if (typeof value === 'string') return { model: value };
  if (!isObject(value) || typeof value.model !== 'string')
    return errors.add(at, 'must be a model, or a table with `model` and `zone`');
  errors.unknownKeys(value, ['model', 'zone'], `${at}.`);
  const zone = value.zone;
  if (zone !== undefined && zone !== 'global' && zone !== 'regional')
    return errors.add(`${at}.zone`, 'must be "global" or "regional"');
  return { model: value.model, ...(zone === undefined ? {} : { zone }) };
};

const readDeployments = (value: unknown, errors: OverrideErrors): Record<string, DeploymentOverride> => {
  const deployments: Record<string, DeploymentOverride> = {};
  if (value === undefined) return deployments;
  if (!isObject(value)) return errors.add('deployments', 'must be a table of deployments') ?? deployments;
  for (const [name, raw] of Object.entries(value)) {
    const deployment = readDeployment(raw, `deployments.${name}`, errors);
    if (deployment !== undefined) deployments[name.trim().toLowerCase()] = deployment;
  }
  return deployments;
};

/**
 * Reads the user's overrides as they stand in a configuration file:
 * `prices` [{match, rates, tiers?, fees?, from?, to?}], `discounts` [{match, mul}], `aliases`, `priceLike`,
 * `deployments`. Rates are US dollars per million tokens, as numbers or decimal strings. Every fault is returned, each
 * with the key it stands at.
 */
export const parseOverrides = (value: unknown): ParsedOverrides => {
  if (value === undefined) return { ok: true, value: NO_OVERRIDES };
  if (!isObject(value)) return { ok: false, errors: [{ key: '', message: 'must be a table' }] };
  const errors = new OverrideErrors();
  errors.unknownKeys(value, Object.keys(NO_OVERRIDES), '');
  const overrides: PriceOverrides = {
    prices: readPrices(value.prices, errors),
    discounts: readList(value.discounts, 'discounts', errors, readDiscount),
    aliases: readNames(value.aliases, 'aliases', errors),
    priceLike: readNames(value.priceLike, 'priceLike', errors),
    deployments: readDeployments(value.deployments, errors),
  };
  return errors.list.length > 0 ? { ok: false, errors: errors.list } : { ok: true, value: overrides };
};
