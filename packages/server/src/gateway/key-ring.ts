import type { GatewayKey, KeyRing } from '@meterline/gateway';
import { hashOfKey, KEY_PREFIX, type StoredKey } from './key-file.ts';

/**
 * Finds a key by its hash; what does not begin as ours do is never looked up.
 *
 * @param get Reads an environment variable: a provider's key stands there and nowhere else.
 */
export const keyRing = (
  keys: readonly StoredKey[],
  required: boolean,
  get: (name: string) => string | undefined,
): KeyRing => {
  const byHash = new Map(keys.map((key) => [key.hash, gatewayKey(key, get)]));
  return {
    required,
    find: (key) => (key.startsWith(KEY_PREFIX) ? byHash.get(hashOfKey(key)) : undefined),
  };
};

const gatewayKey = (
  { id, label, defaults, providerKeys }: StoredKey,
  get: (name: string) => string | undefined,
): GatewayKey => {
  // Without a variable of its own a key takes the one that the provider's own libraries read.
  const variableOf = (upstream: string): string | undefined =>
    providerKeys[upstream] ?? USUAL_VARIABLES[upstream];
  const providerKey = (upstream: string): string | undefined => {
    const variable = variableOf(upstream);
    return variable === undefined ? undefined : get(variable);
  };
  return { id, label, defaults, variableOf, providerKey };
};

const USUAL_VARIABLES: Readonly<Record<string, string>> = {
  anthropic: 'ANTHROPIC_API_KEY',
  openai: 'OPENAI_API_KEY',
  azure: 'AZURE_OPENAI_API_KEY',
  gemini: 'GEMINI_API_KEY',
  bedrock: 'AWS_BEARER_TOKEN_BEDROCK',
  openrouter: 'OPENROUTER_API_KEY',
  deepseek: 'DEEPSEEK_API_KEY',
  xai: 'XAI_API_KEY',
  mistral: 'MISTRAL_API_KEY',
  groq: 'GROQ_API_KEY',
};
