import { responseKey } from '@meterline/core';
import { type TelemetryRecord, textAt } from '../telemetry-record.ts';
import type { CallFacts, Dialect } from './dialect.ts';
import { GEN_AI_NAMES, genAiCounts, genAiFacts } from './gen-ai-names.ts';

/** OpenLLMetry (Traceloop): `llm.request.type` marks a request; its spans of workflows, tasks, agents and tools are none. */
export const openllmetry: Dialect = {
  id: 'openllmetry',
  reads: [
    ...GEN_AI_NAMES,
    'llm.request.type',
    'traceloop.span.kind',
    'traceloop.association.properties.session_id',
    'traceloop.association.properties.user_id',
    'traceloop.workflow.name',
  ],
  read: (record) => {
    const { attributes } = record;
    if (textAt(attributes, 'traceloop.span.kind') !== undefined) return 'no call';
    if (record.kind !== 'span' || textAt(attributes, 'llm.request.type') === undefined) return undefined;
    const { input, output } = genAiCounts(attributes);
    return (input ?? output) === undefined ? 'no call' : factsOf(record);
  },
};

const factsOf = ({ attributes }: TelemetryRecord): CallFacts => {
  const response = responseKey(textAt(attributes, 'gen_ai.response.id'));
  const facts = genAiFacts(attributes);
  return {
    ...facts,
    // `OpenAI`, `Anthropic`: it writes names as their owners do.
    provider: facts.provider?.toLowerCase(),
    keys: response === undefined ? [] : [response],
    isSpansOwn: true,
    counts: genAiCounts(attributes),
    inclusion: 'unknown',
    session: facts.session ?? textAt(attributes, 'traceloop.association.properties.session_id'),
    user: textAt(attributes, 'traceloop.association.properties.user_id'),
  };
};
