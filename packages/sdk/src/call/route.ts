import type { Wire } from '@meterline/core';

/** What a request's address says of the call: who bills, in which form the answer comes, and sometimes the model. */
export interface CallRoute {
  readonly provider: string;
  readonly wire: Wire;
  readonly model?: string;
  readonly region?: string;
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
const RETRIEVAL = /\/responses\/[^/]+$/;
const DEPLOYMENT = /\/deployments\/([^/]+)\//;

/** The call of a request; undefined: not one that is billed by tokens. */
export const routeOf = (method: string, url: URL, given: string | undefined): CallRoute | undefined => {
  const path = url.pathname;
  if (method === 'GET' && RETRIEVAL.test(path))
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
      ...(model === undefined ? {} : { model: decoded(model) }),
      ...(/^[a-z]+-[a-z]+\d+-aiplatform\./.test(url.hostname) ? { region: 'regional' } : {}),
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

/** End of the host → who bills there, as the price book names them. */
const HOSTS: readonly (readonly [string, string])[] = [
  ['api.anthropic.com', 'anthropic'],
  ['api.openai.com', 'openai'],
  ['.openai.azure.com', 'azure'],
  ['.cognitiveservices.azure.com', 'azure'],
  ['.services.ai.azure.com', 'azure'],
  ['generativelanguage.googleapis.com', 'google'],
  ['aiplatform.googleapis.com', 'vertex'],
  ['.amazonaws.com', 'bedrock'],
  ['openrouter.ai', 'openrouter'],
  ['api.deepseek.com', 'deepseek'],
  ['api.x.ai', 'xai'],
  ['api.mistral.ai', 'mistral'],
  ['api.groq.com', 'groq'],
];

/** First part of a gateway's path, and the providers' own names for it. */
const PREFIXES: Readonly<Record<string, string>> = {
  anthropic: 'anthropic',
  openai: 'openai',
  azure: 'azure',
  gemini: 'google',
  vertex: 'vertex',
  bedrock: 'bedrock',
  openrouter: 'openrouter',
  deepseek: 'deepseek',
  xai: 'xai',
  mistral: 'mistral',
  groq: 'groq',
  ollama: 'ollama',
  vllm: 'vllm',
};

const providerOf = (url: URL, wire: Wire): string => {
  const known = HOSTS.find(([end]) => url.hostname.endsWith(end))?.[1];
  if (known !== undefined) return known;
  const first = url.pathname.replace(/^\/with\/[^/]*/, '').split('/')[1] ?? '';
  if (Object.hasOwn(PREFIXES, first)) return PREFIXES[first]!;
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
