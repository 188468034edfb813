/** Where the same model stands in each data set. */
export interface Flagship {
  readonly key: string;
  readonly litellm?: string;
  readonly modelsDev?: readonly [provider: string, model: string];
}

/** Models whose price matters to many: what upstream says of them is compared at every build. */
export const FLAGSHIPS: readonly Flagship[] = [
  {
    key: 'anthropic:claude-haiku-4-5',
    litellm: 'claude-haiku-4-5',
    modelsDev: ['anthropic', 'claude-haiku-4-5'],
  },
  {
    key: 'anthropic:claude-sonnet-4-5',
    litellm: 'claude-sonnet-4-5',
    modelsDev: ['anthropic', 'claude-sonnet-4-5'],
  },
  {
    key: 'anthropic:claude-sonnet-4-6',
    litellm: 'claude-sonnet-4-6',
    modelsDev: ['anthropic', 'claude-sonnet-4-6'],
  },
  {
    key: 'anthropic:claude-sonnet-5',
    litellm: 'claude-sonnet-5',
    modelsDev: ['anthropic', 'claude-sonnet-5'],
  },
  {
    key: 'anthropic:claude-opus-4-6',
    litellm: 'claude-opus-4-6',
    modelsDev: ['anthropic', 'claude-opus-4-6'],
  },
  {
    key: 'anthropic:claude-opus-4-7',
    litellm: 'claude-opus-4-7',
    modelsDev: ['anthropic', 'claude-opus-4-7'],
  },
  {
    key: 'anthropic:claude-opus-4-8',
    litellm: 'claude-opus-4-8',
    modelsDev: ['anthropic', 'claude-opus-4-8'],
  },
  { key: 'anthropic:claude-opus-5', litellm: 'claude-opus-5' },
  { key: 'anthropic:claude-fable-5', litellm: 'claude-fable-5', modelsDev: ['anthropic', 'claude-fable-5'] },
  { key: 'openai:gpt-4o', litellm: 'gpt-4o', modelsDev: ['openai', 'gpt-4o'] },
  { key: 'openai:gpt-4.1', litellm: 'gpt-4.1', modelsDev: ['openai', 'gpt-4.1'] },
  { key: 'openai:o3', litellm: 'o3', modelsDev: ['openai', 'o3'] },
  { key: 'openai:gpt-5', litellm: 'gpt-5', modelsDev: ['openai', 'gpt-5'] },
  { key: 'openai:gpt-5.2', litellm: 'gpt-5.2', modelsDev: ['openai', 'gpt-5.2'] },
  { key: 'openai:gpt-5.4', litellm: 'gpt-5.4', modelsDev: ['openai', 'gpt-5.4'] },
  { key: 'openai:gpt-5.5', litellm: 'gpt-5.5', modelsDev: ['openai', 'gpt-5.5'] },
  { key: 'openai:gpt-5.6-sol', litellm: 'gpt-5.6-sol' },
  { key: 'openai:gpt-5.6-terra', litellm: 'gpt-5.6-terra' },
  { key: 'openai:gpt-5.6-luna', litellm: 'gpt-5.6-luna' },
  { key: 'google:gemini-2.5-pro', litellm: 'gemini/gemini-2.5-pro', modelsDev: ['google', 'gemini-2.5-pro'] },
  {
    key: 'google:gemini-2.5-flash',
    litellm: 'gemini/gemini-2.5-flash',
    modelsDev: ['google', 'gemini-2.5-flash'],
  },
  {
    key: 'google:gemini-3.1-pro-preview',
    litellm: 'gemini/gemini-3.1-pro-preview',
    modelsDev: ['google', 'gemini-3.1-pro-preview'],
  },
  { key: 'google:gemini-3.6-flash', litellm: 'gemini/gemini-3.6-flash' },
  { key: 'deepseek:deepseek-v4-flash', modelsDev: ['deepseek', 'deepseek-v4-flash'] },
  {
    key: 'deepseek:deepseek-v4-pro',
    litellm: 'deepseek/deepseek-v4-pro',
    modelsDev: ['deepseek', 'deepseek-v4-pro'],
  },
  { key: 'xai:grok-4.3', litellm: 'xai/grok-4.3', modelsDev: ['xai', 'grok-4.3'] },
  { key: 'xai:grok-4.5', litellm: 'xai/grok-4.5' },
  {
    key: 'moonshot:kimi-k2-thinking',
    litellm: 'moonshot/kimi-k2-thinking',
    modelsDev: ['moonshotai', 'kimi-k2-thinking'],
  },
  { key: 'moonshot:kimi-k2.6', litellm: 'moonshot/kimi-k2.6', modelsDev: ['moonshotai', 'kimi-k2.6'] },
  { key: 'zai:glm-4.6', litellm: 'zai/glm-4.6', modelsDev: ['zai', 'glm-4.6'] },
  { key: 'zai:glm-5', litellm: 'zai/glm-5', modelsDev: ['zai', 'glm-5'] },
  { key: 'alibaba:qwen3-max', modelsDev: ['alibaba', 'qwen3-max'] },
  {
    key: 'mistral:mistral-large-2512',
    litellm: 'mistral/mistral-large-2512',
    modelsDev: ['mistral', 'mistral-large-2512'],
  },
  {
    key: 'mistral:mistral-large-latest',
    litellm: 'mistral/mistral-large-latest',
    modelsDev: ['mistral', 'mistral-large-latest'],
  },
  {
    key: 'mistral:codestral-2508',
    litellm: 'mistral/codestral-2508',
    modelsDev: ['mistral', 'codestral-2508'],
  },
  {
    key: 'groq:llama-3.3-70b-versatile',
    litellm: 'groq/llama-3.3-70b-versatile',
    modelsDev: ['groq', 'llama-3.3-70b-versatile'],
  },
  {
    key: 'groq:openai/gpt-oss-120b',
    litellm: 'groq/openai/gpt-oss-120b',
    modelsDev: ['groq', 'openai/gpt-oss-120b'],
  },
];
