import { type Attributes, countAt, numberAt, textAt } from '../telemetry-record.ts';
import type { SentCounts } from './dialect.ts';

/** The standard's attributes of every generation, old names last (standards §1.2, §1.5). Instrumentations mix them. */
export const GEN_AI_NAMES = [
  'gen_ai.operation.name',
  'gen_ai.provider.name',
  'gen_ai.system',
  'gen_ai.request.model',
  'gen_ai.response.model',
  'gen_ai.response.id',
  'gen_ai.response.finish_reasons',
  'gen_ai.response.time_to_first_chunk',
  'gen_ai.conversation.id',
  'gen_ai.agent.name',
  'gen_ai.usage.cost',
  'gen_ai.usage.input_tokens',
  'gen_ai.usage.prompt_tokens',
  'gen_ai.usage.output_tokens',
  'gen_ai.usage.completion_tokens',
  'gen_ai.usage.cache_read.input_tokens',
  'gen_ai.usage.cache_read_input_tokens',
  'gen_ai.usage.cache_write.input_tokens',
  'gen_ai.usage.cache_creation.input_tokens',
  'gen_ai.usage.cache_creation_input_tokens',
  'gen_ai.usage.reasoning.output_tokens',
  'gen_ai.usage.reasoning_tokens',
  'gen_ai.usage.total_tokens',
  'llm.usage.total_tokens',
] as const;

export const genAiCounts = (attributes: Attributes): SentCounts => ({
  input: countAt(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
  output: countAt(attributes, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
  cacheRead: countAt(
    attributes,
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_read_input_tokens',
  ),
  cacheWrite: countAt(
    attributes,
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_creation_input_tokens',
  ),
  reasoning: countAt(attributes, 'gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'),
  total: countAt(attributes, 'gen_ai.usage.total_tokens', 'llm.usage.total_tokens'),
});

/** What the standard says of a call besides its counts. */
export const genAiFacts = (attributes: Attributes) => {
  const seconds = numberAt(attributes, 'gen_ai.response.time_to_first_chunk');
  const reasons = attributes.get('gen_ai.response.finish_reasons');
  return {
    provider: textAt(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
    model: textAt(attributes, 'gen_ai.request.model', 'gen_ai.response.model'),
    modelAnswered: textAt(attributes, 'gen_ai.response.model'),
    reportedCostUsd: numberAt(attributes, 'gen_ai.usage.cost'),
    stopReason: Array.isArray(reasons) ? (reasons as readonly string[])[0] : undefined,
    timeToFirstTokenMs: seconds === undefined ? undefined : seconds * 1000,
    session: textAt(attributes, 'gen_ai.conversation.id'),
    agent: textAt(attributes, 'gen_ai.agent.name'),
  };
};
