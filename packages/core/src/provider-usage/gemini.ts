import type { TokenUsage } from '../usage/token-usage.ts';
import {
  countAt,
  type JsonObject,
  listAt,
  nameAt,
  objectAt,
  objectOf,
  present,
  wordAt,
} from './json-fields.ts';
import type { ProviderUsage, UsageReader } from './provider-usage.ts';

/**
 * Gemini and Vertex, streamed as events or as one array, or whole (provider-usage §5). Counts of a stream are running
 * ones: the last of each field holds. Zero is not sent, so a field that is absent beside others is nothing.
 */
export const geminiGenerate = (): UsageReader => {
  let usage: JsonObject | undefined;
  const facts: Facts = {};
  let toolCalls: number | undefined;
  return {
    read: (value) => {
      const chunk = objectOf(value);
      if (chunk === undefined) return;
      usage = merged(usage, objectAt(chunk, 'usageMetadata'));
      facts.model = nameAt(chunk, 'modelVersion') ?? facts.model;
      facts.responseId = nameAt(chunk, 'responseId') ?? facts.responseId;
      facts.errorType = wordAt(objectAt(chunk, 'error'), 'status') ?? facts.errorType;
      facts.stopReason = wordAt(objectAt(chunk, 'promptFeedback'), 'blockReason') ?? facts.stopReason;
      for (const item of listAt(chunk, 'candidates')) {
        const candidate = objectOf(item);
        facts.stopReason = wordAt(candidate, 'finishReason') ?? facts.stopReason;
        facts.grounded = facts.grounded === true || objectAt(candidate, 'groundingMetadata') !== undefined;
        const parts = listAt(objectAt(candidate, 'content'), 'parts');
        toolCalls =
          (toolCalls ?? 0) +
          parts.filter((part) => objectAt(objectOf(part), 'functionCall') !== undefined).length;
      }
    },
    usage: () => {
      if (usage === undefined && facts.errorType === undefined) return undefined;
      return settled(usage ?? {}, facts, toolCalls);
    },
    // There is no last word in this wire: it ends when it ends.
    ended: () => false,
  };
};

interface Facts {
  model?: string | undefined;
  responseId?: string | undefined;
  stopReason?: string | undefined;
  errorType?: string | undefined;
  grounded?: boolean;
}

/** Early chunks lack fields that later ones have; a first chunk of zeros is none. */
const merged = (before: JsonObject | undefined, now: JsonObject | undefined): JsonObject | undefined =>
  now === undefined ? before : { ...before, ...now };

const settled = (usage: JsonObject, facts: Facts, toolCalls: number | undefined): ProviderUsage => {
  const { tokens, inconsistent } = tokensOf(usage);
  const { grounded, ...names } = facts;
  return {
    tokens,
    ...present({
      ...names,
      serviceTier: tierOf(usage),
      // Billed by the grounded request, not by the search.
      webSearches: grounded === true ? 1 : undefined,
      toolCalls,
    }),
    ...(inconsistent ? { inconsistent: true } : {}),
  };
};

/** `ON_DEMAND_FLEX` → `flex`; plain on-demand traffic is the standard tier. */
const tierOf = (usage: JsonObject): string | undefined => {
  const traffic = wordAt(usage, 'trafficType');
  if (traffic === undefined) return wordAt(usage, 'serviceTier');
  if (traffic === 'ON_DEMAND') return 'standard';
  return traffic.toLowerCase().replace(/^on_demand_/, '');
};

/**
 * The prompt includes what was cached; what tools put into it stands beside. Thoughts stand beside the candidates unless
 * the total says that they are inside (litellm#10141).
 */
const tokensOf = (usage: JsonObject): { readonly tokens: TokenUsage; readonly inconsistent: boolean } => {
  const prompt = countAt(usage, 'promptTokenCount');
  const cached = countAt(usage, 'cachedContentTokenCount');
  const candidates = countAt(usage, 'candidatesTokenCount') ?? countAt(usage, 'responseTokenCount');
  const thoughts = countAt(usage, 'thoughtsTokenCount');
  const tool = countAt(usage, 'toolUsePromptTokenCount') ?? 0;
  const total = countAt(usage, 'totalTokenCount');
  const whole = (prompt ?? 0) + tool + (candidates ?? 0);
  const isInside = thoughts !== undefined && total === whole && thoughts <= (candidates ?? 0);
  const output = (candidates ?? 0) + (isInside ? 0 : (thoughts ?? 0));
  const audio = freshModality(usage, 'AUDIO');
  const image = freshModality(usage, 'IMAGE');
  const madeAudio = modality(usage, OUTPUT_DETAILS, 'AUDIO');
  const madeImage = modality(usage, OUTPUT_DETAILS, 'IMAGE');
  const rest = (prompt ?? 0) - (cached ?? 0) - audio - image;
  const isSaid = total !== undefined || candidates !== undefined || thoughts !== undefined;
  return {
    tokens: present({
      input: prompt === undefined ? undefined : Math.max(0, rest) + tool,
      cacheRead: cached,
      inputAudio: audio || undefined,
      inputImage: image || undefined,
      outputAudio: madeAudio || undefined,
      outputImage: madeImage || undefined,
      output: isSaid ? Math.max(0, output - madeAudio - madeImage) : undefined,
      reasoning: thoughts,
    }),
    inconsistent: rest < 0 || (total !== undefined && total !== (prompt ?? 0) + tool + output),
  };
};

const PROMPT_DETAILS = ['promptTokensDetails'];
const CACHE_DETAILS = ['cacheTokensDetails'];
const OUTPUT_DETAILS = ['candidatesTokensDetails', 'responseTokensDetails'];

const modality = (usage: JsonObject, keys: readonly string[], name: string): number => {
  for (const key of keys)
    for (const item of listAt(usage, key)) {
      const detail = objectOf(item);
      if (wordAt(detail, 'modality') === name) return countAt(detail, 'tokenCount') ?? 0;
    }
  return 0;
};

/** Sound or sight that was not cached: the cached part is billed as cached. */
const freshModality = (usage: JsonObject, name: string): number =>
  Math.max(0, modality(usage, PROMPT_DETAILS, name) - modality(usage, CACHE_DETAILS, name));
