import type { CardName, RateCard } from './book.ts';
import type { PriceableCall } from './cost.ts';

export type CardFlags = Pick<PriceableCall, 'serviceTier' | 'batch' | 'speed'>;

/** Words for the standard tier, in which nothing special is asked for or was served. */
const STANDARD = new Set([
  '',
  'standard',
  'default',
  'auto',
  'on_demand',
  'standard_only',
  'unspecified',
  'none',
]);

/** Google writes `SERVICE_TIER_PRIORITY`, others just `priority`. */
const tierOf = (flags: CardFlags): string =>
  (flags.serviceTier ?? '')
    .trim()
    .toLowerCase()
    .replace(/^service_tier_/, '')
    .replaceAll('-', '_');

/**
 * The rate card that a call was served on; `other` for a tier that we have never heard of, which must not pass for the
 * standard one. A batch is never also fast or flex, so the first that applies is the one. `fast` as a service tier is
 * OpenAI's newer word for priority; `cardOf` sorts that out by what the model has.
 */
export const requestedCard = (flags: CardFlags, fastByName: boolean): CardName | 'other' | undefined => {
  const tier = tierOf(flags);
  if (flags.batch === true || tier === 'batch') return 'batch';
  if (tier === 'flex' || tier === 'ultrafast') return tier;
  if (fastByName || tier === 'fast' || (flags.speed ?? '').trim().toLowerCase() === 'fast') return 'fast';
  if (tier === 'priority') return 'priority';
  return STANDARD.has(tier) ? undefined : 'other';
};

export interface ChosenCard {
  readonly name: CardName;
  readonly card: RateCard;
}

/** The model's card for what was asked: `fast` falls back to `priority`, and nothing else to anything. */
export const cardOf = (
  cards: Readonly<Partial<Record<CardName, RateCard>>>,
  asked: CardName | 'other',
): ChosenCard | undefined => {
  if (asked === 'other') return undefined;
  for (const name of asked === 'fast' ? (['fast', 'priority'] as const) : [asked]) {
    const card = cards[name];
    if (card !== undefined) return { name, card };
  }
  return undefined;
};
