import type { GetAnswer } from '@meterline/api/client';
import type { Metric } from '../../state/view.ts';

export type ModelRow = GetAnswer<'/models'>['rows'][number];

/** What the table can be sorted by; each is a column's id. The largest stands first, of names the first letter. */
export const MODEL_ORDERS = [
  'model',
  'cost',
  'tokens',
  'calls',
  'costPerCall',
  'ratio',
  'cache',
  'perMillion',
] as const;
export type ModelOrder = (typeof MODEL_ORDERS)[number];

/** What an address asks for; without it, the measure of the page. */
export const modelOrderOf = (text: string | undefined, metric: Metric): ModelOrder =>
  MODEL_ORDERS.find((order) => order === text) ?? metric;

const FIGURE: Readonly<Record<Exclude<ModelOrder, 'model'>, (row: ModelRow) => number | null>> = {
  cost: ({ cost, calls }) => (calls > 0 && cost.unpricedCalls >= calls ? null : cost.listNanoUsd),
  tokens: ({ tokens }) => tokens.total,
  calls: ({ calls }) => calls,
  costPerCall: ({ costPerCallNanoUsd }) => costPerCallNanoUsd,
  ratio: ({ outputPerInput }) => outputPerInput,
  cache: ({ cacheHitRate }) => cacheHitRate,
  perMillion: ({ usdPerMillionNanoUsd }) => usdPerMillionNanoUsd,
};

const nameOf = ({ key }: ModelRow): string => `${key['model'] ?? ''} ${key['provider'] ?? ''}`;

/** Rows in an order; what is not known stands last, of equals the more expensive first. */
export const sortModels = (rows: readonly ModelRow[], order: ModelOrder): readonly ModelRow[] => {
  if (order === 'model') return [...rows].sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const figure = FIGURE[order];
  const size = (row: ModelRow): number => figure(row) ?? Number.NEGATIVE_INFINITY;
  return [...rows].sort((a, b) => {
    const [x, y] = [size(a), size(b)];
    return x === y ? b.cost.listNanoUsd - a.cost.listNanoUsd : y > x ? 1 : -1;
  });
};
