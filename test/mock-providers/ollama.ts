import { type Answer, countsOf, json, PIECES, streamed } from './mock-call.ts';

/** Ollama's own chat: lines of JSON, unless it was told not to stream. */
export const answerOllama: Answer = async (response, request) => {
  const { input, cacheRead, output } = countsOf(request);
  const { model, body } = request;
  const end = {
    model,
    done: true,
    done_reason: 'stop',
    prompt_eval_count: input + cacheRead,
    prompt_eval_cached_count: cacheRead,
    eval_count: output,
  };
  const call = { responseId: undefined, tokens: { input, cacheRead, output }, toolCalls: 0 };
  const line = (content: string, more: object): string =>
    `${JSON.stringify({ model, message: { role: 'assistant', content }, done: false, ...more })}\n`;
  if (body['stream'] === false)
    json(response, { ...end, message: { role: 'assistant', content: PIECES.join('') } });
  else
    await streamed(response, request, {
      frames: [...PIECES.map((piece) => line(piece, {})), line('', end)],
      piece: line(PIECES.at(-1)!, {}),
      type: 'application/x-ndjson',
    });
  return call;
};
