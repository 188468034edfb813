import { responseKey } from '@meterline/core';
import { countAt, numberAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';

const DETAILS = 'gen_ai.client.inference.operation.details';

/**
 * GitHub Copilot in VS Code and as a CLI (standards §2.5): the span `chat`, and a log of the same call. Its
 * `invoke_agent` and turns have the sums of their calls. The input includes what was cached.
 */
export const copilot: Dialect = {
  id: 'copilot',
  reads: [
    'copilot_chat.time_to_first_token',
    'github.copilot.git.branch',
    'gen_ai.operation.name',
    'gen_ai.request.model',
    'gen_ai.response.model',
    'gen_ai.response.id',
    'gen_ai.conversation.id',
    'gen_ai.usage.input_tokens',
    'gen_ai.usage.output_tokens',
    'gen_ai.usage.cache_read.input_tokens',
    'gen_ai.usage.cache_creation.input_tokens',
    'gen_ai.usage.cache_write.input_tokens',
    'gen_ai.usage.reasoning.output_tokens',
    'gen_ai.usage.reasoning_tokens',
    'event.name',
  ],
  read: (record) => {
    const { attributes, resource, scope, kind, name } = record;
    const isOurs = /copilot/i.test(`${textAt(resource, 'service.name') ?? ''} ${scope}`);
    if (!isOurs) return undefined;
    const isChat = textAt(attributes, 'gen_ai.operation.name') === 'chat';
    if (kind === 'span') return isChat || name.startsWith('chat ') ? factsOf(record) : 'no call';
    // Without its response's id nothing tells which span it repeats.
    const isDetails = (textAt(attributes, 'event.name') ?? name) === DETAILS;
    return isDetails && textAt(attributes, 'gen_ai.response.id') !== undefined ? factsOf(record) : 'no call';
  },
};

const factsOf = (record: TelemetryRecord): CallFacts => {
  const { attributes } = record;
  return {
    keys: keysOf(record),
    isSpansOwn: record.kind === 'span',
    app: 'copilot-cli',
    provider: 'github-copilot',
    model: textAt(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    counts: {
      input: countAt(attributes, 'gen_ai.usage.input_tokens'),
      output: countAt(attributes, 'gen_ai.usage.output_tokens'),
      cacheRead: countAt(attributes, 'gen_ai.usage.cache_read.input_tokens'),
      cacheWrite: countAt(
        attributes,
        'gen_ai.usage.cache_creation.input_tokens',
        'gen_ai.usage.cache_write.input_tokens',
      ),
      reasoning: countAt(attributes, 'gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'),
    },
    inclusion: 'inclusive',
    timeToFirstTokenMs: numberAt(attributes, 'copilot_chat.time_to_first_token'),
    session: textAt(attributes, 'gen_ai.conversation.id'),
  };
};

/** As `sources/copilot-cli/otel.ts` makes them of the file that the CLI's own exporter writes. */
const keysOf = ({ attributes, traceId, spanId, kind }: TelemetryRecord): readonly string[] => {
  const response = textAt(attributes, 'gen_ai.response.id');
  const session = textAt(attributes, 'gen_ai.conversation.id');
  return [
    responseKey(response),
    response === undefined ? undefined : `copilot-cli:${response}:${traceId ?? session ?? ''}`,
    spanId === undefined || kind === 'log' ? undefined : `copilot-cli:span:${traceId ?? ''}:${spanId}`,
  ].filter((key) => key !== undefined);
};
