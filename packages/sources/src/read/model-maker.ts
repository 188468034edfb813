/** Whose model a bare name is. Only beginnings that no other maker uses. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^(claude|opus|sonnet|haiku)\b/, 'anthropic'],
  [/^(gpt|chatgpt|codex|text-embedding|davinci|o[1-9])\b/, 'openai'],
  [/^(gemini|gemma)\b/, 'google'],
  [/^grok\b/, 'xai'],
  [/^deepseek\b/, 'deepseek'],
  [/^(mistral|codestral|devstral|magistral|ministral|pixtral)\b/, 'mistral'],
  [/^(kimi|moonshot)\b/, 'moonshot'],
  [/^glm\b/, 'zai'],
  [/^(qwen|qwq)/, 'alibaba'],
  [/^(composer|cursor)\b/, 'cursor'],
];

/**
 * The maker of a model by its bare name, for logs that do not say who bills: there the maker's list price is the
 * nearest truth. `undefined` for other names (a path such as `openrouter/…` says it by itself).
 */
export const makerOf = (model: string): string | undefined => {
  const name = model.trim().toLowerCase();
  return MAKERS.find(([beginning]) => beginning.test(name))?.[1];
};
