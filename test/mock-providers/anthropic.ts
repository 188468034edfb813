import {
  type Answer,
  countsOf,
  hasTools,
  idOf,
  json,
  type MockRequest,
  PIECES,
  streamed,
} from './mock-call.ts';

const event = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

const TEXT = { type: 'text', text: PIECES.join('') };
const TOOL = { type: 'tool_use', id: 'toolu_01', name: 'look', input: { place: 'here' } };

/** Cache writes of both times to live, as well. */
const figuresOf = (request: Pick<MockRequest, 'ordinal'>) => {
  const { input, cacheRead, output } = countsOf(request);
  const { ordinal } = request;
  const [cacheWrite5m, cacheWrite1h] = [20 + ordinal, 5 + ordinal];
  return {
    tokens: { input, cacheRead, cacheWrite5m, cacheWrite1h, output },
    usage: {
      input_tokens: input,
      cache_read_input_tokens: cacheRead,
      cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
      cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
      output_tokens: output,
      service_tier: 'standard',
    },
  };
};

const messageOf = (request: Pick<MockRequest, 'ordinal' | 'body' | 'model'>) => {
  const isTool = hasTools(request);
  return {
    id: idOf('msg_01', request),
    type: 'message',
    role: 'assistant',
    model: request.model,
    stop_sequence: null,
    content: isTool ? [TEXT, TOOL] : [TEXT],
    stop_reason: isTool ? 'tool_use' : 'end_turn',
    usage: figuresOf(request).usage,
  };
};

/** Anthropic's Messages API, also as Vertex has it: whole and streamed, text and tools. */
export const answerAnthropic: Answer = async (response, request) => {
  const message = messageOf(request);
  const { tokens } = figuresOf(request);
  const call = { responseId: message.id, tokens, toolCalls: hasTools(request) ? 1 : 0 };
  if (!request.isStream) {
    json(response, message);
    return call;
  }
  const { usage, stop_reason: stop, stop_sequence: sequence } = message;
  const isCut = await streamed(response, request, {
    frames: [
      event('message_start', {
        message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
      }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      event('ping', {}),
      ...PIECES.map(textEvent),
      event('content_block_stop', { index: 0 }),
      ...(hasTools(request) ? TOOL_FRAMES : []),
      event('message_delta', {
        delta: { stop_reason: stop, stop_sequence: sequence },
        usage: { output_tokens: usage.output_tokens },
      }),
      event('message_stop', {}),
    ],
    piece: textEvent(PIECES.at(-1)!),
    error: event('error', { error: { type: 'overloaded_error', message: 'error-canary-91bc' } }),
  });
  return isCut ? { ...call, isCut } : call;
};

const textEvent = (text: string): string =>
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });

const TOOL_FRAMES: readonly string[] = [
  event('content_block_start', { index: 1, content_block: { ...TOOL, input: {} } }),
  ...['{"place":', '"here"}'].map((part) =>
    event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json: part } }),
  ),
  event('content_block_stop', { index: 1 }),
];

/** The results of a batch: one call that was answered, and one that was too late. */
export const answerAnthropicBatch: Answer = async (response, { ordinal }) => {
  const request = { ordinal, body: {}, model: 'claude-opus-4-6' };
  const message = messageOf(request);
  const lines = [
    {
      custom_id: 'mine',
      result: {
        type: 'succeeded',
        message: { ...message, usage: { ...message.usage, service_tier: 'batch' } },
      },
    },
    { custom_id: 'late', result: { type: 'expired' } },
  ];
  response.writeHead(200, { 'content-type': 'application/x-jsonl' });
  response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return {
    responseId: message.id,
    model: request.model,
    tokens: figuresOf(request).tokens,
    toolCalls: 0,
    batch: true,
  };
};
