import type { TokenUsage } from '../usage/token-usage.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { countAt, type JsonObject, objectAt, objectOf, present } from './json-fields.ts';
import type { UsageReader } from './provider-usage.ts';

/**
 * Bedrock's InvokeModel, whole or streamed (provider-usage §7). The body is the model's own; Claude's says most. For all
 * others Bedrock's own counts hold: `amazon-bedrock-invocationMetrics` of the last frame, or the response's headers, which
 * whoever follows the call hands over as `{ "headers": { "input": 7, … } }`. Both exclude caches. A count that a family
 * does not send is unknown, not 0.
 */
export const bedrockInvoke = (): UsageReader => {
  const claude = anthropicMessages();
  let metrics: JsonObject | undefined;
  let native: TokenUsage | undefined;
  return {
    read: (value) => {
      const body = objectOf(value);
      if (body === undefined) return;
      claude.read(body);
      metrics = objectAt(body, 'amazon-bedrock-invocationMetrics') ?? metrics;
      native = nativeTokens(objectAt(body, 'usage') ?? body) ?? native;
    },
    usage: () => {
      const said = claude.usage();
      if (said?.tokens.output !== undefined) return said;
      const tokens = metrics ? metricsTokens(metrics) : native;
      if (tokens === undefined) return said;
      return { ...said, tokens };
    },
    ended: () => claude.ended() || metrics !== undefined,
  };
};

const metricsTokens = (metrics: JsonObject): TokenUsage =>
  present({
    input: countAt(metrics, 'inputTokenCount'),
    cacheRead: countAt(metrics, 'cacheReadInputTokenCount'),
    cacheWrite5m: countAt(metrics, 'cacheWriteInputTokenCount'),
    output: countAt(metrics, 'outputTokenCount'),
  });

/** Llama, Nova and Titan each in their words. */
const nativeTokens = (usage: JsonObject): TokenUsage | undefined => {
  const tokens = present({
    input: countAt(usage, 'prompt_token_count') ?? countAt(usage, 'inputTokens'),
    cacheRead: countAt(usage, 'cacheReadInputTokenCount'),
    cacheWrite5m: countAt(usage, 'cacheWriteInputTokenCount'),
    output: countAt(usage, 'generation_token_count') ?? countAt(usage, 'outputTokens'),
  });
  return Object.keys(tokens).length === 0 ? undefined : tokens;
};
