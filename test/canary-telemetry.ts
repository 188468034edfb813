import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { CANARY } from './canaries.ts';

type Attributes = Readonly<Record<string, string | number | readonly string[]>>;

const said = (what: string): string => `${CANARY} ${what}`;

/** Where the dialects put what is asked and answered, and whatever else is text. */
const TEXTS: Attributes = {
  'gen_ai.prompt': said('prompt'),
  'gen_ai.completion': said('answer'),
  'gen_ai.input.messages': JSON.stringify([{ role: 'user', content: said('prompt') }]),
  'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', content: said('answer') }]),
  'gen_ai.system_instructions': said('system'),
  'gen_ai.tool.definitions': said('tools'),
  'gen_ai.prompt.0.content': said('prompt'),
  'gen_ai.completion.0.content': said('answer'),
  'llm.input_messages.0.message.content': said('prompt'),
  'llm.output_messages.0.message.content': said('answer'),
  'llm.prompts': [said('prompt')],
  'llm.invocation_parameters': said('parameters'),
  'input.value': said('prompt'),
  'output.value': said('answer'),
  'ai.prompt': said('prompt'),
  'ai.prompt.messages': said('prompt'),
  'ai.response.text': said('answer'),
  'ai.response.toolCalls': said('arguments'),
  'langfuse.observation.input': said('prompt'),
  'langfuse.observation.output': said('answer'),
  'langfuse.observation.metadata': said('metadata'),
  'traceloop.entity.input': said('prompt'),
  'traceloop.entity.output': said('answer'),
  'exception.message': said('error'),
  'exception.stacktrace': said('stack'),
  'http.request.header.authorization': said('key'),
  'http.request.body': said('prompt'),
  'url.full': `https://host/?key=${CANARY}`,
  prompt: said('prompt'),
  response: said('answer'),
  error: said('error'),
  'error.message': said('error'),
  // A word belongs here, and some programs write the message.
  'error.type': said('error'),
  'gen_ai.response.finish_reasons': [said('reason')],
  stop_reason: said('reason'),
};

const COUNTS: Attributes = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5.4',
  'gen_ai.usage.input_tokens': 30,
  'gen_ai.usage.output_tokens': 6,
};

/** Calls as each dialect tells of them. */
const SPANS: readonly (readonly [name: string, scope: string, attributes: Attributes])[] = [
  ['chat gpt-5.4', 'opentelemetry.instrumentation.openai', COUNTS],
  [
    'openai.chat',
    'opentelemetry.instrumentation.openai.v1',
    { ...COUNTS, 'gen_ai.usage.output_tokens': 7, 'llm.request.type': 'chat' },
  ],
  [
    'ChatCompletion',
    'openinference.instrumentation.openai',
    {
      'openinference.span.kind': 'LLM',
      'llm.provider': 'openai',
      'llm.model_name': 'gpt-5.4',
      'llm.token_count.prompt': 31,
      'llm.token_count.completion': 8,
      'llm.token_count.total': 39,
    },
  ],
  [
    'ai.generateText.doGenerate',
    'ai',
    {
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.model.id': 'gpt-5.4',
      'ai.model.provider': 'openai.chat',
      'ai.usage.promptTokens': 32,
      'ai.usage.completionTokens': 9,
      'gen_ai.usage.input_tokens': 32,
      'gen_ai.usage.output_tokens': 9,
    },
  ],
  [
    'generation',
    'langfuse-sdk',
    {
      'langfuse.observation.type': 'generation',
      'langfuse.observation.model.name': 'gpt-5.4',
      'langfuse.observation.usage_details': JSON.stringify({ input: 33, output: 10, note: said('usage') }),
    },
  ],
];

export const TELEMETRY_SESSION = '0190c3a4-7f2b-7000-8000-1234567890ab';

const LOGS: readonly (readonly [name: string, scope: string, attributes: Attributes])[] = [
  [
    'claude_code.api_request',
    'com.anthropic.claude_code.events',
    {
      'event.name': 'api_request',
      model: 'claude-opus-4-8',
      input_tokens: 34,
      output_tokens: 11,
      request_id: 'req_011CanaryCanaryCanaryCan',
      'session.id': TELEMETRY_SESSION,
    },
  ],
  ['claude_code.user_prompt', 'com.anthropic.claude_code.events', { 'event.name': 'user_prompt' }],
  ['codex.user_prompt', 'codex_otel', { 'event.name': 'codex.user_prompt' }],
];

/** One of the logs is a call. */
export const TELEMETRY_CALLS = SPANS.length + 1;

const START = 1_795_315_000;
const TRACE = 'cd'.repeat(16);
const context = (number: number) => ({
  traceId: TRACE,
  spanId: number.toString(16).padStart(16, '0'),
  traceFlags: 1,
  traceState: { serialize: () => `theirs=${CANARY}` },
});
const resource = {
  attributes: {
    'service.name': 'shop',
    'service.note': said('resource'),
    'process.command_line': said('command'),
  },
  asyncAttributesPending: false,
};

const spanOf = ([name, scope, attributes]: (typeof SPANS)[number], number: number) => ({
  name,
  kind: 2,
  spanContext: () => context(number + 1),
  startTime: [START + number, 0],
  endTime: [START + number + 1, 0],
  status: { code: 2, message: said('status') },
  attributes: { ...TEXTS, ...attributes },
  links: [{ context: context(99), attributes: TEXTS }],
  events: [{ name: 'gen_ai.content.prompt', time: [START, 0], attributes: TEXTS }],
  duration: [1, 0],
  ended: true,
  resource,
  instrumentationScope: { name: scope, version: '1', schemaUrl: `https://${CANARY}` },
  droppedAttributesCount: 0,
  droppedEventsCount: 0,
  droppedLinksCount: 0,
});

const logOf = ([name, scope, attributes]: (typeof LOGS)[number], number: number) => ({
  hrTime: [START + number, 0],
  hrTimeObserved: [START + number, 0],
  spanContext: context(number + 50),
  severityNumber: 9,
  severityText: CANARY,
  eventName: name,
  body: said('body'),
  resource,
  instrumentationScope: { name: scope, version: '1' },
  attributes: { ...TEXTS, ...attributes },
  droppedAttributesCount: 0,
});

/** Requests with a canary in every text that telemetry has: attributes, events, links, bodies, statuses, resources. */
export const canaryTelemetry = (
  form: 'json' | 'protobuf',
): readonly { readonly path: string; readonly body: Buffer }[] => {
  const isJson = form === 'json';
  const traces = (isJson ? JsonTraceSerializer : ProtobufTraceSerializer).serializeRequest(
    SPANS.map(spanOf) as never,
  );
  const logs = (isJson ? JsonLogsSerializer : ProtobufLogsSerializer).serializeRequest(
    LOGS.map(logOf) as never,
  );
  return [
    { path: '/v1/traces', body: Buffer.from(traces!) },
    { path: '/v1/logs', body: Buffer.from(logs!) },
  ];
};
