import type { ServerResponse } from 'node:http';
import {
  type BilledCall,
  countsOf,
  events,
  hasTools,
  idOf,
  json,
  type MockRequest,
  PIECES,
} from './mock-call.ts';

const CREATED = 1_790_000_000;

/** OpenAI's chat completions. A stream says its usage only when it was asked to, and then `usage: null` on every other chunk. */
export const answerChat = async (response: ServerResponse, request: MockRequest): Promise<BilledCall> => {
  const { input, cacheRead, output, reasoning } = countsOf(request);
  const { model } = request;
  const id = idOf('chatcmpl-', request);
  const usage = {
    prompt_tokens: input + cacheRead,
    completion_tokens: output,
    total_tokens: input + cacheRead + output,
    prompt_tokens_details: { cached_tokens: cacheRead, audio_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0 },
  };
  const call = { id: 'call_01', type: 'function', function: { name: 'look', arguments: '{"place":"here"}' } };
  const isStructured = 'response_format' in request.body;
  const content = isStructured ? JSON.stringify({ place: 'here' }) : PIECES.join('');
  const shared = { id, created: CREATED, model, service_tier: 'default', system_fingerprint: 'fp_1' };
  const finish = hasTools(request) ? 'tool_calls' : 'stop';
  if (!request.isStream) {
    const message = {
      role: 'assistant',
      content,
      refusal: null,
      ...(hasTools(request) ? { tool_calls: [call] } : {}),
    };
    const choices = [{ index: 0, message, logprobs: null, finish_reason: finish }];
    json(response, { ...shared, object: 'chat.completion', choices, usage });
  } else {
    const asked = request.body['stream_options'] as { include_usage?: boolean } | undefined;
    const includes = asked?.include_usage === true;
    const chunk = (choices: object[], counts: object | null = null): string =>
      `data: ${JSON.stringify({ ...shared, object: 'chat.completion.chunk', choices, ...(includes ? { usage: counts } : {}) })}\n\n`;
    const said = (delta: object, reason: string | null = null): string =>
      chunk([{ index: 0, delta, logprobs: null, finish_reason: reason }]);
    const toolDelta = { tool_calls: [{ index: 0, ...call }] };
    const frames = [
      said({ role: 'assistant', content: '' }),
      ...PIECES.map((piece) => said({ content: piece })),
      ...(hasTools(request) ? [said(toolDelta)] : []),
      said({}, finish),
      ...(includes ? [chunk([], usage)] : []),
      'data: [DONE]\n\n',
    ];
    await events(response, request, frames, said({ content: PIECES.at(-1) }));
  }
  return { provider: 'openai', responseId: id, model, input, cacheRead, output, reasoning };
};
