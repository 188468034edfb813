import { responseKey } from '@meterline/core';
import { countAt, numberAt, type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect, SentCounts } from './dialect.ts';

const EVENT = /^(gemini_cli|qwen-code|qwen_code)\.api_response$/;

/**
 * Gemini CLI and its fork Qwen Code (standards §2.3): the event `api_response`. Thoughts stand beside the output. Their
 * spans, and their logs in the standard's words, repeat it.
 */
export const geminiCli: Dialect = {
  id: 'gemini-cli',
  reads: [
    'event.name',
    'event.timestamp',
    'session.id',
    'user.email',
    'model',
    'response_id',
    'prompt_id',
    'status_code',
    'duration_ms',
    'input_token_count',
    'output_token_count',
    'cached_content_token_count',
    'thoughts_token_count',
    'tool_token_count',
    'total_token_count',
    'auth_type',
    'finish_reasons',
  ],
  read: (record) => {
    const event = textAt(record.attributes, 'event.name') ?? record.name;
    const service = textAt(record.resource, 'service.name') ?? '';
    if (!/^(gemini-cli|qwen-code)$/.test(service) && !/^(gemini_cli|qwen-code|qwen_code)\./.test(event))
      return undefined;
    return record.kind === 'log' && EVENT.test(event) ? factsOf(record, event, service) : 'no call';
  },
};

const factsOf = (record: TelemetryRecord, event: string, service: string): CallFacts => {
  const { attributes } = record;
  const isQwen = event.startsWith('qwen') || service === 'qwen-code';
  const response = responseKey(textAt(attributes, 'response_id'));
  return {
    keys: response === undefined ? [] : [response],
    isSpansOwn: false,
    app: isQwen ? 'qwen-code' : 'gemini-cli',
    provider: providerOf(attributes, isQwen),
    model: textAt(attributes, 'model'),
    counts: countsOf(attributes),
    inclusion: 'inclusive',
    ...(isQwen ? {} : { isReasoningBeside: true }),
    httpStatus: countAt(attributes, 'status_code'),
    latencyMs: numberAt(attributes, 'duration_ms'),
    session: textAt(attributes, 'session.id'),
    user: textAt(attributes, 'user.email'),
  };
};

const providerOf = (attributes: TelemetryRecord['attributes'], isQwen: boolean): string => {
  if (isQwen) return 'alibaba';
  return textAt(attributes, 'auth_type') === 'vertex-ai' ? 'vertex' : 'google';
};

/** The prompt of tool use stands beside the input where the total has room for it, else in it. */
const countsOf = (attributes: TelemetryRecord['attributes']): SentCounts => {
  const input = countAt(attributes, 'input_token_count');
  const output = countAt(attributes, 'output_token_count');
  const reasoning = countAt(attributes, 'thoughts_token_count');
  const tool = countAt(attributes, 'tool_token_count') ?? 0;
  const total = countAt(attributes, 'total_token_count');
  const isBeside = total !== undefined && total === (input ?? 0) + (output ?? 0) + (reasoning ?? 0) + tool;
  return {
    input: input === undefined ? undefined : input + (isBeside ? tool : 0),
    output,
    cacheRead: countAt(attributes, 'cached_content_token_count'),
    reasoning,
    total,
  };
};
