import type { Wire } from '@meterline/core';

/** What a request's address says of the call: who bills, in which form the answer comes, and sometimes the model. */
export interface CallRoute {
  readonly provider: string;
  readonly wire: Wire;
  readonly model?: string | undefined;
  readonly region?: string | undefined;
  /** Asking again for an answer that was made in the background: a call only once it has counts. */
  readonly isRetrieval: boolean;
}

/** Path of a call that is billed by tokens, however it is prefixed → its wire. The group is the model. */
const CALLS: readonly (readonly [RegExp, Wire])[] = [
  [/\/messages$/, 'anthropic-messages'],
  [/\/publishers\/anthropic\/models\/([^/:]+):(?:streamR|r)awPredict$/, 'anthropic-messages'],
  [/\/completions$/, 'openai-chat'],
  [/\/embeddings$/, 'openai-chat'],
  [/\/responses$/, 'openai-responses'],
  [/\/images\/(?:generations|edits)$/, 'openai-images'],
  [/\/audio\/(?:transcriptions|translations)$/, 'openai-transcription'],
  [/\/models\/([^/:]+):(?:generateC|streamGenerateC)ontent$/, 'gemini'],
  [/\/models\/([^/:]+):(?:embedContent|batchEmbedContents|predict)$/, 'gemini-embeddings'],
  [/\/model\/([^/]+)\/converse(?:-stream)?$/, 'bedrock-converse'],
  [/\/model\/([^/]+)\/invoke(?:-with-response-stream)?$/, 'bedrock-invoke'],
  [/\/api\/(?:chat|generate|embed)$/, 'ollama'],
];
const RETRIEVAL = /^(?:GET .*\/responses\/[^/]+|POST .*\/responses\/[^/]+\/cancel)$/;
const DEPLOYMENT = /\/deployments\/([^/]+)\//;

/** The call of a request; undefined: not one that is billed by tokens. */
export const routeOf = (method: string, url: URL, given: string | undefined): CallRoute | undefined => {
  const path = url.pathname;
  if (RETRIEVAL.test(`${method} ${path}`))
    return {
      provider: given ?? providerOf(url, 'openai-responses'),
      wire: 'openai-responses',
      isRetrieval: true,
    };
  if (method !== 'POST') return undefined;
  for (const [form, wire] of CALLS) {
    const match = form.exec(path);
    if (match === null) continue;
    const model = match[1] ?? DEPLOYMENT.exec(path)?.[1];
    return {
      provider: given ?? providerOf(url, wire),
      wire,
      isRetrieval: false,
      model: model && decoded(model),
      region: /^[a-z]+-[a-z]+\d+-aiplatform\./.test(url.hostname) ? 'regional' : undefined,
    };
  }
  return undefined;
};

const decoded = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

/** Host → who bills there, as the price book names them. */
const HOSTS: readonly (readonly [RegExp, string])[] = [
  [/\.anthropic\.com$/, 'anthropic'],
  [/\.openai\.com$/, 'openai'],
  [/\.azure\.com$/, 'azure'],
  [/^generativelanguage\.googleapis\.com$/, 'google'],
  [/aiplatform\.googleapis\.com$/, 'vertex'],
  [/\.amazonaws\.com$/, 'bedrock'],
  [/^openrouter\.ai$/, 'openrouter'],
  [/\.deepseek\.com$/, 'deepseek'],
  [/\.x\.ai$/, 'xai'],
  [/\.mistral\.ai$/, 'mistral'],
  [/\.groq\.com$/, 'groq'],
];

/** First part of a gateway's path, where it is who bills; `gemini` is Google's. */
const PREFIX =
  /^(?:\/with\/[^/]*)?\/(anthropic|openai|azure|gemini|vertex|bedrock|openrouter|deepseek|xai|mistral|groq|ollama|vllm)\//;

const providerOf = (url: URL, wire: Wire): string => {
  const known = HOSTS.find(([host]) => host.test(url.hostname))?.[1];
  if (known !== undefined) return known;
  const prefix = PREFIX.exec(url.pathname)?.[1];
  if (prefix !== undefined) return prefix === 'gemini' ? 'google' : prefix;
  return providerOfWire(url, wire);
};

/** A host that nobody knows bills under its own name, but a relay on this machine stands for the wire's owner. */
const providerOfWire = ({ hostname }: URL, wire: Wire): string => {
  if (wire === 'anthropic-messages') return 'anthropic';
  if (wire.startsWith('gemini')) return 'google';
  if (wire.startsWith('bedrock')) return 'bedrock';
  if (wire === 'ollama') return 'ollama';
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return isHere ? 'openai' : hostname;
};

/** Refuse fields that they do not know, or say their usage unasked. */
const SAYS_UNASKED: ReadonlySet<string> = new Set(['mistral', 'groq', 'openrouter']);

/** Whether a stream of this route says its usage only when it is asked. */
export const mustAsk = ({ provider, wire }: CallRoute): boolean =>
  wire === 'openai-chat' && !SAYS_UNASKED.has(provider);
