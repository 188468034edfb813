import type { CallOptions, MeterOptions, ModelRates } from '../public-types.ts';
import { sayOnce } from '../send/say-once.ts';
import { UnknownRatesError } from './errors.ts';
import { ratesOf } from './known-rates.ts';

/** What limits one call. */
export interface Limit {
  readonly maxCostUsd: number | undefined;
  /** Undefined until they are known. */
  readonly rates: () => ModelRates | undefined;
  /** The call waits for it, and is not made where it rejects. */
  readonly allowed: Promise<void> | undefined;
}

const NO_LIMIT: Limit = { maxCostUsd: undefined, rates: () => undefined, allowed: undefined };

/**
 * Rates that were given hold at once. Others are asked of Meterline while the call is on its way, which never waits for
 * them unless calls without known rates are to be refused.
 */
export const limitOf = (provider: string, model: string, options: MeterOptions & CallOptions): Limit => {
  const { maxCostUsd, unknownRates = 'allow' } = options;
  if (maxCostUsd === undefined) return NO_LIMIT;
  const found = ratesOf(provider, model, options);
  if (!(found instanceof Promise)) return { maxCostUsd, rates: () => found, allowed: undefined };
  let rates: ModelRates | undefined;
  const asked = found.then((known) => {
    rates = known;
    if (known !== undefined) return;
    if (unknownRates === 'refuse') throw new UnknownRatesError(model);
    // Aloud: somebody asked for a ceiling, and there is none.
    sayOnce(true, `no price is known for ${model}: its calls have no ceiling`);
  });
  return { maxCostUsd, rates: () => rates, allowed: unknownRates === 'refuse' ? asked : undefined };
};
