import { countAt, numberAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';

/** OpenInference (Arize Phoenix): spans of kind LLM and EMBEDDING are requests; chains and agents repeat them. */
export const openinference: Dialect = {
  id: 'openinference',
  reads: [
    'openinference.span.kind',
    'llm.provider',
    'llm.system',
    'llm.request.model_name',
    'llm.model_name',
    'llm.response.model_name',
    'embedding.model_name',
    'llm.token_count.prompt',
    'llm.token_count.completion',
    'llm.token_count.total',
    'llm.token_count.prompt_details.cache_read',
    'llm.token_count.prompt_details.cache_input',
    'llm.token_count.prompt_details.cache_write',
    'llm.token_count.completion_details.reasoning',
    'llm.cost.total',
    'session.id',
    'user.id',
  ],
  read: (record) => {
    const kind = textAt(record.attributes, 'openinference.span.kind');
    if (kind === undefined) return undefined;
    const isCall = /^(LLM|EMBEDDING)$/i.test(kind) && hasCounts(record);
    return isCall ? factsOf(record) : 'no call';
  },
};

const hasCounts = ({ attributes }: TelemetryRecord): boolean =>
  countAt(attributes, 'llm.token_count.prompt', 'llm.token_count.completion') !== undefined;

const factsOf = ({ attributes }: TelemetryRecord): CallFacts => ({
  isSpansOwn: true,
  provider: textAt(attributes, 'llm.provider', 'llm.system'),
  model: textAt(attributes, 'llm.request.model_name', 'llm.model_name', 'embedding.model_name'),
  modelAnswered: textAt(attributes, 'llm.response.model_name'),
  counts: {
    input: countAt(attributes, 'llm.token_count.prompt'),
    output: countAt(attributes, 'llm.token_count.completion'),
    cacheRead: countAt(
      attributes,
      'llm.token_count.prompt_details.cache_read',
      'llm.token_count.prompt_details.cache_input',
    ),
    cacheWrite: countAt(attributes, 'llm.token_count.prompt_details.cache_write'),
    reasoning: countAt(attributes, 'llm.token_count.completion_details.reasoning'),
    total: countAt(attributes, 'llm.token_count.total'),
  },
  inclusion: 'unknown',
  reportedCostUsd: numberAt(attributes, 'llm.cost.total'),
  session: textAt(attributes, 'session.id'),
  user: textAt(attributes, 'user.id'),
});
