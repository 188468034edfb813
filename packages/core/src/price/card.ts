import type { CardName, RateCard } from './book.ts';
import type { PriceableCall } from './cost.ts';

export type CardFlags = Pick<PriceableCall, 'serviceTier' | 'batch' | 'speed'>;

/**
 * The rate card that a call was served on. A batch is never also fast or flex, so the first that applies is the one.
 * `fast` as a service tier is OpenAI's newer word for priority; `cardOf` sorts that out by what the model has.
 */
export const requestedCard = (flags: CardFlags, fastByName: boolean): CardName | undefined => {
  const tier = (flags.serviceTier ?? '').trim().toLowerCase();
  if (flags.batch === true || tier === 'batch') return 'batch';
  if (tier === 'flex') return 'flex';
  if (fastByName || tier === 'fast' || (flags.speed ?? '').trim().toLowerCase() === 'fast') return 'fast';
  return tier === 'priority' ? 'priority' : undefined;
};

export interface ChosenCard {
  readonly name: CardName;
  readonly card: RateCard;
}

/** The model's card for what was asked: `fast` falls back to `priority`, and nothing else to anything. */
export const cardOf = (
  cards: Readonly<Partial<Record<CardName, RateCard>>>,
  asked: CardName,
): ChosenCard | undefined => {
  for (const name of asked === 'fast' ? (['fast', 'priority'] as const) : [asked]) {
    const card = cards[name];
    if (card !== undefined) return { name, card };
  }
  return undefined;
};
