import { filterText } from '@meterline/core';

/** The model that a price of one's own holds for; null: whoever sells it. */
export interface PricedTarget {
  readonly provider: string | null;
  readonly model: string;
}

/** As `prices.local.json` names it: `openai:gpt-5.5`, or `gpt-5.5` of any provider. */
export const targetName = ({ provider, model }: PricedTarget): string =>
  provider === null ? model : `${provider}:${model}`;

/**
 * What a typed name means: one of the models in use, if it is written as such; else a model of whoever sells it (names
 * may hold colons themselves: `llama3:8b`).
 */
export const findTarget = (typed: string, used: readonly PricedTarget[]): PricedTarget => {
  const text = typed.trim();
  return used.find((one) => targetName(one) === text) ?? { provider: null, model: text };
};

/** The filters of its recorded calls. */
export const targetFilters = ({ provider, model }: PricedTarget): string[] => [
  ...(provider === null ? [] : [filterText({ dimension: 'provider', op: '=', value: provider })]),
  filterText({ dimension: 'model', op: '=', value: model }),
];
