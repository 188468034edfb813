import type { GetAnswer } from '@meterline/api/client';

export type ModelRow = GetAnswer<'/models'>['rows'][number];

/** What the table can be sorted by; each is a column's id. */
export const MODEL_ORDERS = {
  model: ({ key }: ModelRow) => `${key['model'] ?? ''} ${key['provider'] ?? ''}`,
  cost: ({ cost, calls }: ModelRow) => (calls > 0 && cost.unpricedCalls >= calls ? null : cost.listNanoUsd),
  tokens: ({ tokens }: ModelRow) => tokens.total,
  calls: ({ calls }: ModelRow) => calls,
  costPerCall: ({ costPerCallNanoUsd }: ModelRow) => costPerCallNanoUsd,
  ratio: ({ outputPerInput }: ModelRow) => outputPerInput,
  cache: ({ cacheHitRate }: ModelRow) => cacheHitRate,
  perMillion: ({ usdPerMillionNanoUsd }: ModelRow) => usdPerMillionNanoUsd,
};
