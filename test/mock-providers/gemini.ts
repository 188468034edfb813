import { type Answer, countsOf, hasTools, idOf, json, PIECES, streamed } from './mock-call.ts';

const CALL = { functionCall: { name: 'look', args: { place: 'here' } } };

/** Gemini's generateContent, and Vertex's: whole, as events and as one array. Thoughts stand beside the candidates. */
export const answerGemini: Answer = async (response, request) => {
  const { input, cacheRead, output, reasoning } = countsOf(request);
  const chunk = (parts: object[], candidates: number, finishReason?: string) => ({
    candidates: [{ content: { role: 'model', parts }, index: 0, ...(finishReason ? { finishReason } : {}) }],
    usageMetadata: {
      promptTokenCount: input + cacheRead,
      cachedContentTokenCount: cacheRead,
      candidatesTokenCount: candidates,
      thoughtsTokenCount: reasoning,
      totalTokenCount: input + cacheRead + candidates + reasoning,
    },
    modelVersion: request.model,
    responseId: idOf('gem', request),
  });
  const isTool = hasTools(request);
  const tools = isTool ? [CALL] : [];
  const call = {
    responseId: undefined,
    tokens: { input, cacheRead, output: output + reasoning, reasoning },
    toolCalls: tools.length,
  };
  if (!request.isStream) {
    json(response, chunk([{ text: PIECES.join('') }, ...tools], output, 'STOP'));
    return call;
  }
  const chunks = [
    ...PIECES.map((text, index) => chunk([{ text }], index + 1)),
    chunk(isTool ? tools : [{ text: '' }], output, 'STOP'),
  ];
  if (request.isArray) {
    const frames = chunks.map((one, at) => `${at === 0 ? '[' : ',\r\n'}${JSON.stringify(one)}`);
    await streamed(response, request, {
      frames: [...frames, ']'],
      piece: frames[1]!,
      type: 'application/json',
    });
    return call;
  }
  const frames = chunks.map((one) => `data: ${JSON.stringify(one)}\r\n\r\n`);
  const isCut = await streamed(response, request, { frames, piece: frames[PIECES.length - 1]! });
  return isCut ? { ...call, isCut } : call;
};

/** Embeddings, in Gemini's form and in Vertex's. */
export const answerEmbedContent: Answer = async (response, request) => {
  const { input } = countsOf(request);
  const values = [0.25, -0.5];
  if (request.path.endsWith(':predict'))
    json(response, { predictions: [{ embeddings: { values, statistics: { token_count: input } } }] });
  else
    json(response, {
      embeddings: [{ values }],
      embedding: { values },
      usageMetadata: { promptTokenCount: input },
    });
  return { responseId: undefined, tokens: { input } };
};
