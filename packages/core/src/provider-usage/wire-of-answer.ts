import { isRecord } from '../interchange/field-readers.ts';
import type { Wire } from './usage-reader.ts';

/** Fields that only one wire has, the surest first. */
const SIGNS: readonly (readonly [Wire, (answer: Readonly<Record<string, unknown>>) => boolean])[] = [
  ['gemini', (answer) => 'usageMetadata' in answer || 'candidates' in answer],
  ['anthropic-messages', ({ type }) => type === 'message'],
  ['bedrock-converse', (answer) => isRecord(answer['usage']) && 'inputTokens' in answer['usage']],
  ['ollama', (answer) => 'eval_count' in answer || 'prompt_eval_count' in answer],
  ['openai-responses', ({ object }) => object === 'response'],
  ['openai-images', (answer) => Array.isArray(answer['data']) && hasInputTokens(answer)],
  ['openai-chat', (answer) => isRecord(answer['usage']) && 'prompt_tokens' in answer['usage']],
  ['anthropic-messages', (answer) => hasInputTokens(answer) && 'stop_reason' in answer],
  ['openai-responses', hasInputTokens],
  [
    'bedrock-invoke',
    (answer) => 'generation_token_count' in answer || 'amazon-bedrock-invocationMetrics' in answer,
  ],
];

function hasInputTokens(answer: Readonly<Record<string, unknown>>): boolean {
  return isRecord(answer['usage']) && 'input_tokens' in answer['usage'];
}

/** Which provider's form a whole answer is in, by its fields; undefined where none is known. */
export const wireOfAnswer = (answer: unknown): Wire | undefined =>
  isRecord(answer) ? SIGNS.find(([, holds]) => holds(answer))?.[0] : undefined;
