import { all, chatTool, messages, openaiOf, type Scenario } from './clients.ts';

/** Hosts that speak OpenAI's form in a way of their own: where, and a model of theirs. */
const HOSTS = {
  openrouter: ['/openrouter/api/v1', 'openai/gpt-4o'],
  deepseek: ['/deepseek/v1', 'deepseek-chat'],
  xai: ['/xai/v1', 'grok-4'],
  mistral: ['/mistral/v1', 'mistral-large-2512'],
  groq: ['/groq/openai/v1', 'openai/gpt-oss-120b'],
  ollama: ['/ollama/v1', 'qwen3'],
  vllm: ['/vllm/v1', 'my-own-model'],
  gemini: ['/gemini/v1beta/openai', 'gemini-2.5-flash'],
  house: ['/house/v1', 'a-model-of-ours'],
} as const;

const scenariosOf = (name: string, base: string, model: string): Readonly<Record<string, Scenario>> => {
  // Nobody knows this host.
  const more = name === 'house' ? { provider: 'house' } : {};
  return {
    [`${name}: create`]: (c) => openaiOf(c, base, more).chat.completions.create({ model, messages }),
    [`${name}: stream`]: async (c) =>
      all(await openaiOf(c, base, more).chat.completions.create({ model, messages, stream: true })),
    [`${name}: stream with tools`]: async (c) =>
      all(
        await openaiOf(c, base, more).chat.completions.create({
          model,
          messages,
          stream: true,
          tools: [chatTool],
        }),
      ),
  };
};

export const COMPATIBLE: Readonly<Record<string, Scenario>> = Object.assign(
  {},
  ...Object.entries(HOSTS).map(([name, [base, model]]) => scenariosOf(name, base, model)),
);
