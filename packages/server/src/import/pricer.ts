import type { Billing, PricedEvent, PriceEngine, UsageEvent } from '@meterline/core';
import type { Config } from '../config/config.ts';

/** Fixes the cost of a call at the moment it is recorded, as the configuration says it is paid for. */
export type Pricer = (event: UsageEvent) => PricedEvent;

export const makePricer =
  (engine: PriceEngine, config: Config): Pricer =>
  (event) => {
    // The provider stays as the source names it: it is part of the call, while what it resolves to may change.
    const resolved = engine.resolve(event.provider, event.model);
    const billing = billingOf(event, resolved.provider, config.billing);
    const cost = engine.price(billing ? { ...event, billing } : event);
    const named =
      event.machine === undefined && config.machine !== undefined ? { machine: config.machine } : {};
    return { ...event, ...named, modelCanonical: resolved.model, cost };
  };

/** The most particular word counts: the app's, then the source's, then the provider's. */
const billingOf = (event: UsageEvent, biller: string, billing: Config['billing']): Billing | undefined =>
  (event.app !== undefined ? billing[event.app] : undefined) ??
  billing[event.source] ??
  billing[event.provider] ??
  billing[biller];
