import { eventFrame } from '../frames.ts';
import { type Answer, countsOf, hasTools, idOf, json, PIECES, streamed } from './mock-call.ts';

const FRAMES = 'application/vnd.amazon.eventstream';
const TOOL = { toolUse: { toolUseId: 't1', name: 'look', input: { place: 'here' } } };

/** Bedrock's Converse and ConverseStream. Its answers have no ids. */
export const answerConverse: Answer = async (response, request) => {
  const { input, cacheRead, output } = countsOf(request);
  const cacheWrite5m = 20 + request.ordinal;
  const usage = {
    inputTokens: input,
    outputTokens: output,
    totalTokens: input + cacheRead + cacheWrite5m + output,
    cacheReadInputTokens: cacheRead,
    cacheWriteInputTokens: cacheWrite5m,
  };
  const isTool = hasTools(request);
  const call = {
    responseId: undefined,
    tokens: { input, cacheRead, cacheWrite5m, output },
    toolCalls: isTool ? 1 : 0,
  };
  const stopReason = isTool ? 'tool_use' : 'end_turn';
  if (!request.isStream) {
    const content = [{ text: PIECES.join('') }, ...(isTool ? [TOOL] : [])];
    json(response, { output: { message: { role: 'assistant', content } }, stopReason, usage });
    return call;
  }
  const piece = eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text: PIECES.at(-1) } });
  const isCut = await streamed(response, request, {
    frames: [
      eventFrame('messageStart', { role: 'assistant' }),
      ...PIECES.slice(0, -1).map((text) =>
        eventFrame('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }),
      ),
      piece,
      ...(isTool ? [eventFrame('contentBlockStart', { contentBlockIndex: 1, start: TOOL })] : []),
      eventFrame('messageStop', { stopReason }),
      eventFrame('metadata', { usage, metrics: { latencyMs: 8 } }),
    ],
    piece,
    type: FRAMES,
  });
  return isCut ? { ...call, isCut } : call;
};

/** Bedrock's InvokeModel with Claude, whose answers are Anthropic's own, inside frames where they stream. */
export const answerInvoke: Answer = async (response, request) => {
  const { input, cacheRead, output } = countsOf(request);
  const usage = { input_tokens: input, cache_read_input_tokens: cacheRead, output_tokens: output };
  const message = {
    id: idOf('msg_bdrk_01', request),
    type: 'message',
    role: 'assistant',
    model: 'claude-sonnet-4-5-20250929',
    content: [{ type: 'text', text: PIECES.join('') }],
    stop_reason: 'end_turn',
    usage,
  };
  const call = { responseId: message.id, tokens: { input, cacheRead, output }, toolCalls: 0 };
  if (!request.isStream) {
    json(response, message);
    return call;
  }
  const frame = (event: object): Buffer =>
    eventFrame('chunk', { bytes: Buffer.from(JSON.stringify(event)).toString('base64'), p: 'abc' });
  const delta = (text: string): Buffer =>
    frame({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
  const piece = delta(PIECES.at(-1)!);
  const isCut = await streamed(response, request, {
    frames: [
      frame({
        type: 'message_start',
        message: { ...message, content: [], usage: { ...usage, output_tokens: 1 } },
      }),
      ...PIECES.slice(0, -1).map(delta),
      piece,
      frame({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: output } }),
      frame({
        type: 'message_stop',
        'amazon-bedrock-invocationMetrics': {
          inputTokenCount: input,
          outputTokenCount: output,
          cacheReadInputTokenCount: cacheRead,
          cacheWriteInputTokenCount: 0,
        },
      }),
    ],
    piece,
    type: FRAMES,
  });
  return isCut ? { ...call, isCut } : call;
};
