/** Who bills, where the log does not say: by the model's maker, else by the protocol that was spoken. */
export const providerOf = (model: string | undefined, protocol: string | undefined): string => {
  const name = model ?? '';
  if (/(^|\/)claude/i.test(name)) return 'anthropic';
  if (/(^|\/)(gpt-|o\d|chatgpt)/i.test(name)) return 'openai';
  if (/(^|\/)gemini/i.test(name)) return 'google';
  return protocol === 'anthropic' ? 'anthropic' : protocol === 'openai' ? 'openai-compatible' : 'unknown';
};
