import {
  ANSWER_CANARY,
  type Answer,
  hasTools,
  idOf,
  json,
  type MockRequest,
  PIECES,
  streamed,
} from './mock-call.ts';
import { chatUsage } from './openai-usage.ts';

const CREATED = 1_790_000_000;
const CALL = { id: 'call_01', type: 'function', function: { name: 'look', arguments: '{"place":"here"}' } };

/** These say their usage unasked, at the end of the last chunk of the answer. */
const SAYS_UNASKED: ReadonlySet<string> = new Set(['mistral']);

/**
 * OpenAI's chat completions, and its relatives'. A stream says its usage only when it was asked to, and then `usage: null` on
 * every other chunk; OpenRouter always, Groq always in a place of its own.
 */
export const answerChat: Answer = async (response, request) => {
  const { usage, tokens, reportedNanoUsd } = chatUsage(request);
  const shared = sharedOf(request);
  const isTool = hasTools(request);
  const call = {
    responseId: shared.id,
    tokens,
    toolCalls: isTool ? 1 : 0,
    ...(reportedNanoUsd === undefined ? {} : { reportedNanoUsd }),
  };
  if (!request.isStream) {
    const content = 'response_format' in request.body ? JSON.stringify({ place: 'here' }) : PIECES.join('');
    const message = { role: 'assistant', content, refusal: null, ...(isTool ? { tool_calls: [CALL] } : {}) };
    const choices = [{ index: 0, message, logprobs: null, finish_reason: isTool ? 'tool_calls' : 'stop' }];
    json(response, { ...shared, object: 'chat.completion', choices, usage });
    return call;
  }
  const isCut = await streamed(response, request, {
    frames: chunksOf(request, usage),
    piece: said(request, { content: PIECES.at(-1) }),
    error: `data: ${JSON.stringify({ error: { message: 'error-canary-91bc', type: 'server_error', code: 500 } })}\n\n`,
  });
  return isCut ? { ...call, isCut } : call;
};

const sharedOf = (request: MockRequest) => ({
  id: idOf('chatcmpl-', request),
  created: CREATED,
  model: request.provider === 'azure' ? 'gpt-4o' : request.model,
  service_tier: 'default',
  system_fingerprint: 'fp_1',
});

const isAsked = ({ body }: MockRequest): boolean =>
  (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true;

const chunk = (request: MockRequest, choices: object[], more: object = {}): string => {
  const usage = isAsked(request) ? { usage: null } : {};
  const body = { ...sharedOf(request), object: 'chat.completion.chunk', choices, ...usage, ...more };
  return `data: ${JSON.stringify(body)}\n\n`;
};

const said = (request: MockRequest, delta: object, reason: string | null = null, more: object = {}): string =>
  chunk(request, [{ index: 0, delta, logprobs: null, finish_reason: reason }], more);

const chunksOf = (request: MockRequest, usage: object): readonly string[] => {
  const { provider } = request;
  const isTool = hasTools(request);
  const hasUsageChunk = (isAsked(request) || provider === 'openrouter') && !SAYS_UNASKED.has(provider);
  const atEnd = {
    ...(SAYS_UNASKED.has(provider) ? { usage } : {}),
    ...(provider === 'groq' ? { x_groq: { id: 'req_1', usage } } : {}),
  };
  return [
    // Azure's first chunk has no choices, and no names.
    ...(provider === 'azure'
      ? [
          `data: ${JSON.stringify({ choices: [], created: 0, id: '', model: '', object: '', prompt_filter_results: [] })}\n\n`,
        ]
      : []),
    ...(provider === 'openrouter' ? [': OPENROUTER PROCESSING\n\n'] : []),
    said(request, { role: 'assistant', content: '' }),
    ...PIECES.map((piece) => said(request, { content: piece })),
    ...(isTool ? [said(request, { tool_calls: [{ index: 0, ...CALL }] })] : []),
    said(request, {}, isTool ? 'tool_calls' : 'stop', atEnd),
    ...(hasUsageChunk ? [chunk(request, [], { usage })] : []),
    'data: [DONE]\n\n',
  ];
};

/** The old completions: no messages, and so no tools. */
export const answerCompletions: Answer = async (response, request) => {
  const { usage, tokens } = chatUsage(request);
  const shared = { ...sharedOf(request), id: idOf('cmpl-', request), object: 'text_completion' };
  const choice = (text: string, reason: string | null) => ({
    text,
    index: 0,
    logprobs: null,
    finish_reason: reason,
  });
  if (!request.isStream) json(response, { ...shared, choices: [choice(ANSWER_CANARY, 'stop')], usage });
  else {
    const of = (choices: object[], more: object): string =>
      `data: ${JSON.stringify({ ...shared, choices, ...more })}\n\n`;
    const piece = of([choice(ANSWER_CANARY, null)], {});
    const last = isAsked(request) ? [of([], { usage })] : [];
    const frames = [piece, of([choice('', 'stop')], {}), ...last, 'data: [DONE]\n\n'];
    await streamed(response, request, { frames, piece });
  }
  return { responseId: shared.id, tokens };
};
