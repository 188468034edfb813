import type { Cost, EventRanks, LedgerEvent, PricedEvent } from '@meterline/core';

/**
 * What a call holds besides its scope and its numbers: model as sent, tier, stop reason, who witnessed it, which price
 * rule … Calls that are alike in it share one interned JSON text.
 */
export type Trait = { readonly [Field in keyof TraitFields]-?: TraitFields[Field] | undefined };

type TraitFields = Pick<
  LedgerEvent,
  | 'model'
  | 'modelAnswered'
  | 'serviceTier'
  | 'batch'
  | 'speed'
  | 'region'
  | 'errorType'
  | 'stopReason'
  | 'confidence'
  | 'inclusion'
  | 'capture'
  | 'parentAgent'
  | 'apiKeyLabel'
  | 'httpStatus'
  | 'attempt'
> &
  Pick<EventRanks, 'metered' | 'attribution' | 'request' | 'caller'> &
  Pick<Cost, 'priceRule' | 'matchedBy' | 'bookVersion' | 'notes' | 'tier'> & {
    readonly costConfidence: Cost['confidence'];
  };

export const traitOf = (event: PricedEvent, ranks: EventRanks): Trait => {
  const { cost } = event;
  return {
    model: event.model,
    modelAnswered: event.modelAnswered,
    serviceTier: event.serviceTier,
    batch: event.batch,
    speed: event.speed,
    region: event.region,
    errorType: event.errorType,
    stopReason: event.stopReason,
    confidence: event.confidence,
    inclusion: event.inclusion,
    capture: event.capture,
    parentAgent: event.parentAgent,
    apiKeyLabel: event.apiKeyLabel,
    httpStatus: event.httpStatus,
    attempt: event.attempt,
    metered: ranks.metered,
    attribution: ranks.attribution,
    request: ranks.request,
    caller: ranks.caller,
    priceRule: cost.priceRule,
    matchedBy: cost.matchedBy,
    bookVersion: cost.bookVersion,
    costConfidence: cost.confidence,
    notes: cost.notes,
    tier: cost.tier,
  };
};

/**
 * Whether the call has exactly this trait; equal lists of notes that are two count as different. Written out, with what
 * differs most between neighbours first: it runs for every call, and over a list of fields it takes five times as long.
 */
export const hasTrait = (trait: Trait, event: PricedEvent, ranks: EventRanks): boolean => {
  const { cost } = event;
  return (
    trait.stopReason === event.stopReason &&
    trait.model === event.model &&
    trait.priceRule === cost.priceRule &&
    trait.tier === cost.tier &&
    trait.notes === cost.notes &&
    trait.matchedBy === cost.matchedBy &&
    trait.bookVersion === cost.bookVersion &&
    trait.costConfidence === cost.confidence &&
    trait.metered === ranks.metered &&
    trait.attribution === ranks.attribution &&
    trait.request === ranks.request &&
    trait.caller === ranks.caller &&
    trait.capture === event.capture &&
    trait.confidence === event.confidence &&
    trait.modelAnswered === event.modelAnswered &&
    trait.serviceTier === event.serviceTier &&
    trait.batch === event.batch &&
    trait.speed === event.speed &&
    trait.region === event.region &&
    trait.errorType === event.errorType &&
    trait.inclusion === event.inclusion &&
    trait.parentAgent === event.parentAgent &&
    trait.apiKeyLabel === event.apiKeyLabel &&
    trait.httpStatus === event.httpStatus &&
    trait.attempt === event.attempt
  );
};
