import { responseKey } from '@meterline/core';
import { type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';
import { GEN_AI_NAMES, genAiCounts, genAiFacts } from './gen-ai-names.ts';

const DETAILS = 'gen_ai.client.inference.operation.details';

/** Operations that are one request to a model. Agents, workflows, tools and fetched responses repeat what these used. */
const INFERENCE = new Set([
  'chat',
  'completion',
  'text_completion',
  'generate_content',
  'responses',
  'embeddings',
  'embedding',
]);

/** The standard's own spans and events, of every generation (standards §1.2, §1.4). */
export const genAi: Dialect = {
  id: 'gen-ai',
  reads: [...GEN_AI_NAMES, 'event.name'],
  read: (record) => {
    const { attributes } = record;
    const counts = genAiCounts(attributes);
    const isOurs =
      textAt(attributes, 'gen_ai.operation.name', 'gen_ai.provider.name', 'gen_ai.system') !== undefined;
    if (!isOurs || (counts.input ?? counts.output) === undefined) return isOurs ? 'no call' : undefined;
    return isInference(record) ? factsOf(record) : 'no call';
  },
};

/** Operations may have names of the sender's own: then the id of one response tells that it is one request. */
const isInference = ({ attributes, kind, name }: TelemetryRecord): boolean => {
  if (kind === 'log') return (textAt(attributes, 'event.name') ?? name) === DETAILS;
  const operation = textAt(attributes, 'gen_ai.operation.name');
  if (operation !== undefined && INFERENCE.has(operation)) return true;
  if (operation === undefined) return textAt(attributes, 'gen_ai.request.model') !== undefined;
  return !NOT_INFERENCE.test(operation) && textAt(attributes, 'gen_ai.response.id') !== undefined;
};

const NOT_INFERENCE = /agent|workflow|tool|plan|memory|retrieval|fetch_response/;

const factsOf = (record: TelemetryRecord): CallFacts => {
  const { attributes } = record;
  const facts = genAiFacts(attributes);
  return {
    ...facts,
    keys: keysOf(record),
    isSpansOwn: record.kind === 'span',
    counts: genAiCounts(attributes),
    inclusion: isOpenAiLike(facts.provider) ? 'inclusive' : 'unknown',
  };
};

/**
 * The details event is written in the context of its span, and is the same call. Counts are part of that key: a program
 * that writes several events inside one span of its own must not lose any.
 */
const keysOf = ({ attributes, traceId, spanId }: TelemetryRecord): readonly string[] => {
  const { input = '', output = '' } = genAiCounts(attributes);
  const inference =
    traceId === undefined || spanId === undefined
      ? undefined
      : `otlp:inference:${traceId}:${spanId}:${input}.${output}`;
  return [responseKey(textAt(attributes, 'gen_ai.response.id')), inference].filter(
    (key) => key !== undefined,
  );
};

/** Their wire's own headline includes what was cached: copied or computed, it is the same number. */
const isOpenAiLike = (provider: string | undefined): boolean =>
  /^(openai|az(ure)?\.(ai|openai)|gcp\.|gemini|vertex|deepseek|groq|x_?ai|mistral)/.test(provider ?? '');
