import { countAt, numberAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';
import { GEN_AI_NAMES, genAiCounts, genAiFacts } from './gen-ai-names.ts';

const USAGE = 'langfuse.observation.usage_details';
const COST = 'langfuse.observation.cost_details';

/** Langfuse's SDKs: observations of type generation and embedding are requests. Their counts stand in JSON. */
export const langfuse: Dialect = {
  id: 'langfuse',
  reads: [
    ...GEN_AI_NAMES,
    'langfuse.observation.type',
    'langfuse.observation.model.name',
    'langfuse.session.id',
    'langfuse.user.id',
    'langfuse.environment',
    'session.id',
    'user.id',
  ],
  readsJson: {
    [USAGE]: [
      'input',
      'output',
      'total',
      'input_cached_tokens',
      'cache_read_input_tokens',
      'input_cache_creation',
      'cache_creation_input_tokens',
      'input_cache_creation_5m',
      'input_cache_creation_1h',
      'output_reasoning_tokens',
    ],
    [COST]: ['total'],
  },
  read: (record) => {
    const type = textAt(record.attributes, 'langfuse.observation.type');
    if (type === undefined) return undefined;
    return /^(generation|embedding)$/i.test(type) ? factsOf(record) : 'no call';
  },
};

const factsOf = ({ attributes }: TelemetryRecord): CallFacts => {
  const facts = genAiFacts(attributes);
  const count = (...names: readonly string[]): number | undefined =>
    countAt(attributes, ...names.map((name) => `${USAGE}.${name}`));
  const isOwn = count('input', 'output') !== undefined;
  return {
    ...facts,
    isSpansOwn: true,
    model: textAt(attributes, 'langfuse.observation.model.name') ?? facts.model,
    counts: isOwn
      ? {
          input: count('input'),
          output: count('output'),
          total: count('total'),
          cacheRead: count('input_cached_tokens', 'cache_read_input_tokens'),
          cacheWrite: count('input_cache_creation', 'cache_creation_input_tokens'),
          cacheWrite5m: count('input_cache_creation_5m'),
          cacheWrite1h: count('input_cache_creation_1h'),
          reasoning: count('output_reasoning_tokens'),
        }
      : genAiCounts(attributes),
    inclusion: 'unknown',
    reportedCostUsd: numberAt(attributes, `${COST}.total`) ?? facts.reportedCostUsd,
    session: textAt(attributes, 'langfuse.session.id', 'session.id') ?? facts.session,
    user: textAt(attributes, 'langfuse.user.id', 'user.id'),
  };
};
