import { describe, expect, it } from 'vitest';
import { usageReader, type Wire } from './usage-reader.ts';

const read = (wire: Wire, value: unknown) => {
  const reader = usageReader(wire);
  reader.read(value);
  return reader.usage();
};

describe('tools that an answer calls', () => {
  it.each<[Wire, unknown, unknown]>([
    [
      'anthropic-messages',
      { type: 'message', content: [], usage: { input_tokens: 1 } },
      { type: 'message', usage: { input_tokens: 1 } },
    ],
    [
      'openai-chat',
      { choices: [{ index: 0, message: {} }], usage: { prompt_tokens: 1 } },
      { data: [], usage: { prompt_tokens: 1 } },
    ],
    [
      'openai-responses',
      { object: 'response', output: [], usage: { input_tokens: 1 } },
      { object: 'response', usage: { input_tokens: 1 } },
    ],
    [
      'gemini',
      { candidates: [{ content: { parts: [] } }], usageMetadata: { promptTokenCount: 1 } },
      { usageMetadata: { promptTokenCount: 1 } },
    ],
    [
      'bedrock-converse',
      { output: { message: { content: [] } }, usage: { inputTokens: 1 } },
      { usage: { inputTokens: 1 } },
    ],
    [
      'ollama',
      { done: true, message: {}, prompt_eval_count: 1 },
      { done: true, response: '', prompt_eval_count: 1 },
    ],
  ])('%s: none is 0, and not seen is not said', (wire, seen, unseen) => {
    expect(read(wire, seen)?.toolCalls).toBe(0);
    expect(read(wire, unseen)).not.toHaveProperty('toolCalls');
  });
});
