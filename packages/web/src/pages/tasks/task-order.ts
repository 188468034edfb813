import type { Query } from '@meterline/api/client';

export type TaskOrder = NonNullable<Query<'/tasks'>['orderBy']>;

export const ORDER_TEXTS: Readonly<Record<TaskOrder, string>> = {
  cost: 'Cost',
  hops: 'Hops',
  tokens: 'Tokens',
  longest: 'Longest',
  newest: 'Newest',
};

export const DEFAULT_ORDER: TaskOrder = 'cost';

/** The order that an address names; whatever cannot be read is as if it were not there. */
export const orderOf = (text: string | undefined): TaskOrder =>
  text !== undefined && Object.hasOwn(ORDER_TEXTS, text) ? (text as TaskOrder) : DEFAULT_ORDER;
