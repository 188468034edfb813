/**
 * Who bills a call, told apart from whose model it is. A `vendor` bills for its own models; a `cloud` bills for the
 * models of others at its own terms; a `gateway` passes prices through (or hides who is behind it); a `local` runtime
 * costs nothing.
 */
export type ProviderKind = 'vendor' | 'cloud' | 'gateway' | 'local' | 'unknown';

export interface Provider {
  /** Canonical id: `anthropic`, `bedrock`, `openrouter` … or the sender's own word in lower case. */
  readonly id: string;
  readonly kind: ProviderKind;
}

const VENDORS: Readonly<Record<string, string>> = {
  anthropic: 'anthropic claude claude-code claude-cli claude_code claude.ai claude-agent-sdk',
  openai: 'openai openai-codex codex codex-cli chatgpt openai-responses openai-chat',
  google:
    'google gemini google-ai-studio google_ai_studio google-gemini-cli google-generative-ai google-genai ' +
    'google-antigravity antigravity gemini-cli gcp.gemini gcp.gen_ai',
  deepseek: 'deepseek deepseek-ai',
  xai: 'xai x-ai x_ai grok',
  moonshot:
    'moonshot moonshotai moonshot-ai moonshotai-cn kimi kimi-cli kimi-code kimi-coding kimi-for-coding',
  zai: 'zai z-ai z.ai zai-org zai-coding-plan zhipu zhipuai zhipu-ai bigmodel thudm',
  alibaba:
    'alibaba alibaba-cn alibaba-coding-plan qwen dashscope modelstudio qwen-code qwen-portal qwen-oauth',
  mistral: 'mistral mistralai mistral-ai mistral_ai',
  groq: 'groq',
  minimax: 'minimax minimaxai minimax-cn',
  cerebras: 'cerebras',
  cohere: 'cohere',
  perplexity: 'perplexity perplexity-ai',
  xiaomi: 'xiaomi xiaomimimo',
  together: 'together togetherai together_ai together-ai',
  fireworks: 'fireworks fireworks-ai fireworks_ai',
};

const CLOUDS: Readonly<Record<string, string>> = {
  bedrock: 'bedrock aws amazon-bedrock aws.bedrock aws-bedrock amazon bedrock_converse bedrock_mantle',
  vertex:
    'vertex vertexai vertex-ai vertex_ai vertex_ai_beta google-vertex google-vertex-anthropic gcp.vertex_ai gcp',
  azure:
    'azure azure-openai azure_openai azure-openai-responses azure_ai azure-ai azure.ai.openai az.ai.openai ' +
    'azure.ai.inference az.ai.inference azure-cognitive-services',
};

const GATEWAYS: Readonly<Record<string, string>> = {
  openrouter: 'openrouter openrouter.ai',
  litellm: 'litellm litellm_proxy',
  cursor: 'cursor cursor-cli cursor-agent',
  'github-copilot': 'github-copilot copilot copilot-cli github github_copilot',
  'vercel-ai-gateway': 'vercel-ai-gateway vercel ai-gateway',
  opencode: 'opencode opencode-go zen',
  cline: 'cline',
  kilocode: 'kilocode kilo',
  requesty: 'requesty',
  portkey: 'portkey',
  helicone: 'helicone',
  cloudflare: 'cloudflare-ai-gateway',
};

/** Runtimes on the user's own machine or servers: no call has a price (prices reference §4, "Unknown"). */
const LOCALS: Readonly<Record<string, string>> = {
  ollama: 'ollama ollama_chat',
  lmstudio: 'lmstudio lm-studio lm_studio',
  'llama.cpp': 'llama.cpp llamacpp llama-cpp llama_cpp llama-server llamafile',
  vllm: 'vllm hosted_vllm',
  sglang: 'sglang',
  mlx: 'mlx mlx-lm',
  localai: 'localai local-ai',
  local: 'local localhost jan koboldcpp docker-model-runner',
};

/** Vendors of models that others host; they bill nothing themselves as far as the book knows. */
const SLUGS_ONLY = new Set(['meta', 'meta-llama', 'nvidia', 'openai-compatible', 'microsoft', 'arcee-ai']);

const table = (): ReadonlyMap<string, Provider> => {
  const providers = new Map<string, Provider>();
  const groups = [
    ['vendor', VENDORS],
    ['cloud', CLOUDS],
    ['gateway', GATEWAYS],
    ['local', LOCALS],
  ] as const;
  for (const [kind, names] of groups)
    for (const [id, spellings] of Object.entries(names))
      for (const spelling of spellings.split(' ')) providers.set(spelling, { id, kind });
  return providers;
};

const PROVIDERS = table();

/** The provider that a name or a path prefix stands for, or `undefined`: `x-ai` → xai, `vertex_ai` → vertex. */
export const knownProvider = (name: string): Provider | undefined => PROVIDERS.get(name);

/** True for a path segment that names a vendor and may be dropped from a model's name. */
export const isVendorSlug = (name: string): boolean => PROVIDERS.has(name) || SLUGS_ONLY.has(name);

/** Canonical provider for what a sender wrote. An unknown word stays itself, of kind `unknown`. */
export const resolveProvider = (raw: string): Provider => {
  const name = raw.trim().toLowerCase();
  return PROVIDERS.get(name) ?? { id: name === '' ? 'unknown' : name, kind: 'unknown' };
};
