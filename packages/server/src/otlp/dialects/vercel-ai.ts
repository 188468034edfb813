import { responseKey } from '@meterline/core';
import { countAt, numberAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect, SentCounts } from './dialect.ts';
import { GEN_AI_NAMES, genAiCounts, genAiFacts } from './gen-ai-names.ts';

const METADATA = 'ai.response.providerMetadata';
const WRITTEN_5M = 'anthropic.usage.cache_creation.ephemeral_5m_input_tokens';
const WRITTEN_1H = 'anthropic.usage.cache_creation.ephemeral_1h_input_tokens';

/** Vercel AI SDK: `ai.….doGenerate`, `.doStream` and `.doEmbed` are requests; the spans around them repeat their sums. */
export const vercelAi: Dialect = {
  id: 'vercel-ai',
  reads: [
    ...GEN_AI_NAMES,
    'ai.model.provider',
    'ai.model.id',
    'ai.response.model',
    'ai.response.id',
    'ai.response.finishReason',
    'ai.response.msToFirstChunk',
    'ai.usage.inputTokens',
    'ai.usage.promptTokens',
    'ai.usage.tokens',
    'ai.usage.outputTokens',
    'ai.usage.completionTokens',
    'ai.usage.totalTokens',
    'ai.usage.cachedInputTokens',
    'ai.usage.reasoningTokens',
    'ai.usage.inputTokenDetails.noCacheTokens',
    'ai.usage.inputTokenDetails.cacheReadTokens',
    'ai.usage.inputTokenDetails.cacheWriteTokens',
    'ai.usage.outputTokenDetails.reasoningTokens',
    'ai.telemetry.functionId',
    'ai.telemetry.metadata.sessionId',
    'ai.telemetry.metadata.userId',
  ],
  readsJson: { [METADATA]: [WRITTEN_5M, WRITTEN_1H] },
  read: (record) => {
    if (record.kind !== 'span' || !record.name.startsWith('ai.')) return undefined;
    return /\.do(Generate|Stream|Embed)$/.test(record.name) ? factsOf(record) : 'no call';
  },
};

const factsOf = ({ attributes }: TelemetryRecord): CallFacts => {
  const facts = genAiFacts(attributes);
  const response = responseKey(textAt(attributes, 'ai.response.id', 'gen_ai.response.id'));
  return {
    keys: response === undefined ? [] : [response],
    isSpansOwn: true,
    // `anthropic.messages`, `openai.responses`: the provider and which of its APIs.
    provider: (textAt(attributes, 'ai.model.provider') ?? facts.provider)?.split('.')[0],
    model: textAt(attributes, 'ai.model.id') ?? facts.model,
    modelAnswered: textAt(attributes, 'ai.response.model') ?? facts.modelAnswered,
    counts: countsOf(attributes),
    inclusion: 'unknown',
    stopReason: textAt(attributes, 'ai.response.finishReason') ?? facts.stopReason,
    timeToFirstTokenMs: numberAt(attributes, 'ai.response.msToFirstChunk'),
    session: textAt(attributes, 'ai.telemetry.metadata.sessionId'),
    user: textAt(attributes, 'ai.telemetry.metadata.userId'),
  };
};

const countsOf = (attributes: TelemetryRecord['attributes']): SentCounts => {
  const standard = genAiCounts(attributes);
  const written = countAt(attributes, 'ai.usage.inputTokenDetails.cacheWriteTokens') ?? standard.cacheWrite;
  const cacheWrite5m = countAt(attributes, `${METADATA}.${WRITTEN_5M}`);
  const cacheWrite1h = countAt(attributes, `${METADATA}.${WRITTEN_1H}`);
  const divided = (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0);
  return {
    input:
      countAt(attributes, 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens') ??
      standard.input,
    output: countAt(attributes, 'ai.usage.outputTokens', 'ai.usage.completionTokens') ?? standard.output,
    total: countAt(attributes, 'ai.usage.totalTokens') ?? standard.total,
    uncached: countAt(attributes, 'ai.usage.inputTokenDetails.noCacheTokens'),
    cacheRead:
      countAt(attributes, 'ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens') ??
      standard.cacheRead,
    reasoning:
      countAt(attributes, 'ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens') ??
      standard.reasoning,
    ...(divided > 0
      ? { cacheWrite5m, cacheWrite1h, cacheWrite: Math.max(0, (written ?? 0) - divided) || undefined }
      : { cacheWrite: written }),
  };
};
