import type { Query } from '@meterline/api/client';

export type SessionOrder = NonNullable<Query<'/sessions'>['orderBy']>;

export const ORDER_TEXTS: Readonly<Record<SessionOrder, string>> = {
  newest: 'Newest',
  cost: 'Cost',
  tokens: 'Tokens',
  calls: 'Calls',
  longest: 'Longest',
  cacheWaste: 'Least from cache',
};

export const DEFAULT_ORDER: SessionOrder = 'newest';

/** The order that an address names; whatever cannot be read is as if it were not there. */
export const orderOf = (text: string | undefined): SessionOrder =>
  text !== undefined && Object.hasOwn(ORDER_TEXTS, text) ? (text as SessionOrder) : DEFAULT_ORDER;
