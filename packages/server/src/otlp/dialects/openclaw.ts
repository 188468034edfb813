import { countAt, numberAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';

/** OpenClaw's plugin `diagnostics-otel` (standards §2.4): the span `openclaw.model.usage`, whose own counts are disjoint. */
export const openclaw: Dialect = {
  id: 'openclaw',
  reads: [
    'openclaw.tokens.input',
    'openclaw.tokens.output',
    'openclaw.tokens.cache_read',
    'openclaw.tokens.cache_write',
    'openclaw.tokens.total',
    'openclaw.cost.usd',
    'openclaw.provider',
    'openclaw.model',
    'openclaw.channel',
    'openclaw.agent',
    'openclaw.sessionId',
    'openclaw.sessionKey',
    'openclaw.session.id',
    'openclaw.session.key',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_write.input_tokens',
  ],
  read: (record) => {
    const isOurs =
      record.name.startsWith('openclaw.') || textAt(record.resource, 'service.name') === 'openclaw';
    if (!isOurs) return undefined;
    return record.kind === 'span' && record.name === 'openclaw.model.usage' ? factsOf(record) : 'no call';
  },
};

const factsOf = ({ attributes }: TelemetryRecord): CallFacts => {
  const isOwn = countAt(attributes, 'openclaw.tokens.output', 'openclaw.tokens.input') !== undefined;
  return {
    app: 'openclaw',
    provider: textAt(attributes, 'openclaw.provider', 'gen_ai.provider.name', 'gen_ai.system'),
    model: textAt(attributes, 'openclaw.model', 'gen_ai.response.model', 'gen_ai.request.model'),
    counts: isOwn
      ? {
          input: countAt(attributes, 'openclaw.tokens.input'),
          output: countAt(attributes, 'openclaw.tokens.output'),
          cacheRead: countAt(attributes, 'openclaw.tokens.cache_read'),
          cacheWrite: countAt(attributes, 'openclaw.tokens.cache_write'),
        }
      : {
          input: countAt(attributes, 'gen_ai.usage.input_tokens'),
          output: countAt(attributes, 'gen_ai.usage.output_tokens'),
          cacheRead: countAt(attributes, 'gen_ai.usage.cache_read.input_tokens'),
          cacheWrite: countAt(
            attributes,
            'gen_ai.usage.cache_write.input_tokens',
            'gen_ai.usage.cache_creation.input_tokens',
          ),
        },
    inclusion: isOwn ? 'exclusive' : 'inclusive',
    reportedCostUsd: numberAt(attributes, 'openclaw.cost.usd'),
    session: textAt(
      attributes,
      'openclaw.sessionId',
      'openclaw.session.id',
      'openclaw.sessionKey',
      'openclaw.session.key',
    ),
    agent: textAt(attributes, 'openclaw.agent'),
    channel: textAt(attributes, 'openclaw.channel'),
  };
};
