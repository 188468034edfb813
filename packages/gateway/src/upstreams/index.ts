import type { Upstream } from '../upstream.ts';
import { anthropic } from './anthropic.ts';
import { azure } from './azure.ts';
import { bedrock } from './bedrock.ts';
import { deepseek } from './deepseek.ts';
import { gemini } from './gemini.ts';
import { groq } from './groq.ts';
import { mistral } from './mistral.ts';
import { ollama } from './ollama.ts';
import { openai } from './openai.ts';
import { openrouter } from './openrouter.ts';
import { vertex } from './vertex.ts';
import { vllm } from './vllm.ts';
import { xai } from './xai.ts';

export { openaiCompatible } from './openai-compatible.ts';

/** Every provider that is known by itself; any other is configured (`openaiCompatible`). */
export const UPSTREAMS: readonly Upstream[] = [
  anthropic,
  openai,
  azure,
  gemini,
  vertex,
  bedrock,
  openrouter,
  deepseek,
  xai,
  mistral,
  groq,
  ollama,
  vllm,
];
