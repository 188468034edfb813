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

const TEXT = { type: 'output_text', text: PIECES.join(''), annotations: [], logprobs: [] };
const MESSAGE = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [TEXT] };
const CALL = {
  id: 'fc_1',
  type: 'function_call',
  call_id: 'call_01',
  name: 'look',
  arguments: '{"place":"here"}',
  status: 'completed',
};

type Asked = Pick<MockRequest, 'ordinal' | 'body' | 'model'>;

const figuresOf = (request: Asked) => {
  const { input, cacheRead, output, reasoning } = countsOf(request);
  return {
    tokens: { input, cacheRead, output, reasoning },
    usage: {
      input_tokens: input + cacheRead,
      input_tokens_details: { cached_tokens: cacheRead },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: input + cacheRead + output,
    },
  };
};

const begunOf = (request: Asked) => ({
  id: idOf('resp_', request),
  object: 'response',
  created_at: 1_790_000_000,
  model: request.model,
  error: null,
  incomplete_details: null,
  instructions: null,
  metadata: {},
  parallel_tool_calls: true,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
  service_tier: 'default',
  status: 'in_progress',
  output: [] as object[],
  usage: null as object | null,
});

const wholeOf = (request: Asked) => {
  const isStructured = 'text' in request.body;
  const text = isStructured ? { ...TEXT, text: JSON.stringify({ place: 'here' }) } : TEXT;
  const message = { ...MESSAGE, content: [text] };
  return {
    ...begunOf(request),
    status: 'completed',
    output: hasTools(request) ? [message, CALL] : [message],
    usage: figuresOf(request).usage,
  };
};

/** OpenAI's Responses API. One in the background is billed when it is done, and says so when it is asked for. */
export const answerResponses: Answer = async (response, request) => {
  const whole = wholeOf(request);
  const call = {
    responseId: whole.id,
    tokens: figuresOf(request).tokens,
    toolCalls: hasTools(request) ? 1 : 0,
  };
  if (request.body['background'] === true) {
    json(response, { ...begunOf(request), status: 'queued' });
    return undefined;
  }
  if (!request.isStream) {
    json(response, whole);
    return call;
  }
  const frames = eventsOf(request, whole);
  const isCut = await streamed(response, request, {
    frames,
    piece: frames[PIECES.length + 2]!,
    error: `event: error\ndata: ${JSON.stringify({ type: 'error', code: 'server_error', message: 'error-canary-91bc' })}\n\n`,
  });
  return isCut ? { ...call, isCut } : call;
};

const eventsOf = (request: MockRequest, whole: object): readonly string[] => {
  let sequence = 0;
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...fields })}\n\n`;
  const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
  return [
    event('response.created', { response: begunOf(request) }),
    event('response.output_item.added', {
      output_index: 0,
      item: { ...MESSAGE, status: 'in_progress', content: [] },
    }),
    event('response.content_part.added', { ...place, part: { ...TEXT, text: '' } }),
    ...PIECES.map((delta) => event('response.output_text.delta', { ...place, delta, logprobs: [] })),
    event('response.output_text.done', { ...place, text: TEXT.text, logprobs: [] }),
    event('response.content_part.done', { ...place, part: TEXT }),
    event('response.output_item.done', { output_index: 0, item: MESSAGE }),
    ...(hasTools(request)
      ? [
          event('response.output_item.added', { output_index: 1, item: CALL }),
          event('response.output_item.done', { output_index: 1, item: CALL }),
        ]
      : []),
    event('response.completed', { response: whole }),
  ];
};

/** An answer of the background, as often as it is asked for. */
export const answerRetrieval: Answer = async (response, { path }) => {
  const id = path.split('/').at(-1) ?? '';
  const ordinal = Number(/Mock(\d+)/.exec(id)?.[1] ?? 0);
  const request = { ordinal, body: {}, model: 'gpt-5.4' };
  json(response, wholeOf(request));
  return {
    responseId: id,
    model: request.model,
    tokens: figuresOf(request).tokens,
    toolCalls: 0,
  };
};
