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

/** Gemini's generateContent, whole and as events. Thoughts stand beside the candidates. */
export const answerGemini = async (response: ServerResponse, request: MockRequest): Promise<BilledCall> => {
  const { input, cacheRead, output, reasoning } = countsOf(request);
  const { model } = request;
  const id = idOf('gem', request);
  const call = { functionCall: { name: 'look', args: { place: 'here' } } };
  const chunk = (parts: object[], candidates: number, finishReason?: string) => ({
    candidates: [{ content: { role: 'model', parts }, index: 0, ...(finishReason ? { finishReason } : {}) }],
    usageMetadata: {
      promptTokenCount: input + cacheRead,
      cachedContentTokenCount: cacheRead,
      candidatesTokenCount: candidates,
      thoughtsTokenCount: reasoning,
      totalTokenCount: input + cacheRead + candidates + reasoning,
    },
    modelVersion: model,
    responseId: id,
  });
  const tools = hasTools(request) ? [call] : [];
  if (!request.isStream) json(response, chunk([{ text: PIECES.join('') }, ...tools], output, 'STOP'));
  else {
    const event = (value: object): string => `data: ${JSON.stringify(value)}\r\n\r\n`;
    const frames = [
      ...PIECES.map((piece, index) => event(chunk([{ text: piece }], index + 1))),
      event(chunk(tools.length > 0 ? tools : [{ text: '' }], output, 'STOP')),
    ];
    await events(response, request, frames, event(chunk([{ text: PIECES.at(-1) }], PIECES.length)));
  }
  return {
    provider: 'google',
    responseId: id,
    model,
    input,
    cacheRead,
    output: output + reasoning,
    reasoning,
  };
};
