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

const event = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;

/** Anthropic's Messages API: whole and streamed, text and tools. */
export const answerAnthropic = async (
  response: ServerResponse,
  request: MockRequest,
): Promise<BilledCall> => {
  const { input, cacheRead, output } = countsOf(request);
  const id = idOf('msg_01', request);
  const { model } = request;
  const text = { type: 'text', text: PIECES.join('') };
  const tool = { type: 'tool_use', id: 'toolu_01', name: 'look', input: { place: 'here' } };
  const usage = {
    input_tokens: input,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: 0,
    output_tokens: output,
    service_tier: 'standard',
  };
  const message = { id, type: 'message', role: 'assistant', model, stop_sequence: null };
  const stop = hasTools(request) ? 'tool_use' : 'end_turn';
  if (!request.isStream)
    json(response, {
      ...message,
      content: hasTools(request) ? [text, tool] : [text],
      stop_reason: stop,
      usage,
    });
  else {
    const delta = event('content_block_delta', {
      index: 0,
      delta: { type: 'text_delta', text: PIECES.at(-1) },
    });
    const frames = [
      event('message_start', {
        message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } },
      }),
      event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
      event('ping', {}),
      ...PIECES.map((piece) =>
        event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: piece } }),
      ),
      event('content_block_stop', { index: 0 }),
      ...(hasTools(request) ? toolFrames() : []),
      event('message_delta', {
        delta: { stop_reason: stop, stop_sequence: null },
        usage: { output_tokens: output },
      }),
      event('message_stop', {}),
    ];
    await events(response, request, frames, delta);
  }
  return { provider: 'anthropic', responseId: id, model, input, cacheRead, output, reasoning: 0 };
};

const toolFrames = (): readonly string[] => [
  event('content_block_start', {
    index: 1,
    content_block: { type: 'tool_use', id: 'toolu_01', name: 'look', input: {} },
  }),
  ...['{"place":', '"here"}'].map((part) =>
    event('content_block_delta', { index: 1, delta: { type: 'input_json_delta', partial_json: part } }),
  ),
  event('content_block_stop', { index: 1 }),
];
