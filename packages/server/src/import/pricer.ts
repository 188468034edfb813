import type { Billing, PricedEvent, PriceEngine, ResolvedModel, UsageEvent } from '@meterline/core';
import type { Config } from '../config/config.ts';

/** Fixes the cost of a call at the moment it is recorded, as the configuration says it is paid for. */
export type Pricer = (event: UsageEvent) => PricedEvent;

/** Names whose resolution is remembered: a machine meets some dozens. */
const MAX_NAMES = 2000;

export const makePricer = (engine: PriceEngine, config: Config): Pricer => {
  const resolve = rememberNames(engine);
  return (event) => {
    // The provider stays as the source names it: it is part of the call, while what it resolves to may change.
    const { resolved, model } = resolveAnswered(resolve, event);
    const billing = billingOf(event, resolved.provider, config.billing);
    const cost = engine.price(
      billing || model !== event.model ? { ...event, model, ...(billing ? { billing } : {}) } : event,
    );
    const priced = { ...event, modelCanonical: resolved.model, cost };
    const unnamed = event.machine === undefined && config.machine !== undefined;
    return unnamed ? { ...priced, machine: config.machine } : priced;
  };
};

/**
 * What is billed is the model that answered: a deployment's name is arbitrary, and a fallback is another model
 * (provider-usage §1, §4). Where the answer's name has no price, what was asked for decides.
 */
const resolveAnswered = (
  resolve: (call: Named) => ResolvedModel,
  { provider, model, modelAnswered }: UsageEvent,
): { readonly resolved: ResolvedModel; readonly model: string } => {
  if (modelAnswered !== undefined) {
    const resolved = resolve({ provider, model: modelAnswered });
    if (resolved.price !== undefined) return { resolved, model: modelAnswered };
  }
  return { resolved: resolve({ provider, model }), model };
};

type Named = Pick<UsageEvent, 'provider' | 'model'>;

/**
 * Spelling out what a name means takes longer than pricing a call, and a log repeats few names. Kept by provider, then
 * model: joining the two to one key would cost more than both look-ups.
 */
const rememberNames = (engine: PriceEngine): ((call: Named) => ResolvedModel) => {
  const known = new Map<string, Map<string, ResolvedModel>>();
  let size = 0;
  return ({ provider, model }) => {
    const remembered = known.get(provider)?.get(model);
    if (remembered) return remembered;
    const resolved = engine.resolve(provider, model);
    if (size >= MAX_NAMES) known.clear();
    size = known.size === 0 ? 1 : size + 1;
    const models = known.get(provider) ?? new Map<string, ResolvedModel>();
    known.set(provider, models.set(model, resolved));
    return resolved;
  };
};

/** The most particular word counts: the app's, then the source's, then the provider's. */
const billingOf = (event: UsageEvent, biller: string, billing: Config['billing']): Billing | undefined =>
  (event.app !== undefined ? billing[event.app] : undefined) ??
  billing[event.source] ??
  billing[event.provider] ??
  billing[biller];
