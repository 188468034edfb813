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

/** OpenAI's Responses API. */
export const answerResponses = async (
  response: ServerResponse,
  request: MockRequest,
): Promise<BilledCall> => {
  const { input, cacheRead, output, reasoning } = countsOf(request);
  const { model } = request;
  const id = idOf('resp_', request);
  const text = { type: 'output_text', text: PIECES.join(''), annotations: [], logprobs: [] };
  const message = { id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [text] };
  const call = {
    id: 'fc_1',
    type: 'function_call',
    call_id: 'call_01',
    name: 'look',
    arguments: '{"place":"here"}',
    status: 'completed',
  };
  const outputs = hasTools(request) ? [message, call] : [message];
  const base = {
    id,
    object: 'response',
    created_at: 1_790_000_000,
    model,
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
  };
  const whole = {
    ...base,
    status: 'completed',
    output: outputs,
    usage: {
      input_tokens: input + cacheRead,
      input_tokens_details: { cached_tokens: cacheRead },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: reasoning },
      total_tokens: input + cacheRead + output,
    },
  };
  if (!request.isStream) json(response, whole);
  else {
    let sequence = 0;
    const event = (type: string, fields: object): string =>
      `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence++, ...fields })}\n\n`;
    const place = { item_id: 'msg_1', output_index: 0, content_index: 0 };
    const begun = { ...base, status: 'in_progress', output: [], usage: null };
    const delta = (piece: string): string =>
      event('response.output_text.delta', { ...place, delta: piece, logprobs: [] });
    const frames = [
      event('response.created', { response: begun }),
      event('response.output_item.added', {
        output_index: 0,
        item: { ...message, status: 'in_progress', content: [] },
      }),
      event('response.content_part.added', { ...place, part: { ...text, text: '' } }),
      ...PIECES.map(delta),
      event('response.output_text.done', { ...place, text: text.text, logprobs: [] }),
      event('response.content_part.done', { ...place, part: text }),
      event('response.output_item.done', { output_index: 0, item: message }),
      ...(hasTools(request)
        ? [
            event('response.output_item.added', { output_index: 1, item: call }),
            event('response.output_item.done', { output_index: 1, item: call }),
          ]
        : []),
      event('response.completed', { response: whole }),
    ];
    await events(response, request, frames, delta(PIECES.at(-1)!));
  }
  return { provider: 'openai', responseId: id, model, input, cacheRead, output, reasoning };
};
