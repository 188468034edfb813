import { ANSWER_CANARY, type Answer, countsOf, idOf, json } from './mock-call.ts';

const VECTOR = [0.25, -0.5];
const base64 = Buffer.from(new Float32Array(VECTOR).buffer).toString('base64');

export const answerEmbeddings: Answer = async (response, request) => {
  const { input } = countsOf(request);
  const { model, body } = request;
  const embedding = body['encoding_format'] === 'base64' ? base64 : VECTOR;
  json(response, {
    object: 'list',
    data: [{ object: 'embedding', index: 0, embedding }],
    model,
    usage: { prompt_tokens: input, total_tokens: input },
  });
  return { responseId: undefined, tokens: { input } };
};

export const answerImages: Answer = async (response, request) => {
  const { input, output } = countsOf(request);
  const inputImage = request.ordinal;
  json(response, {
    created: 1,
    data: [{ b64_json: Buffer.from(ANSWER_CANARY).toString('base64') }],
    usage: {
      input_tokens: input + inputImage,
      input_tokens_details: { text_tokens: input, image_tokens: inputImage },
      output_tokens: output,
      total_tokens: input + inputImage + output,
    },
  });
  return { responseId: undefined, tokens: { input, inputImage, outputImage: output } };
};

export const answerTranscription: Answer = async (response, request) => {
  const { input, output } = countsOf(request);
  const inputAudio = 60 + request.ordinal;
  json(response, {
    text: ANSWER_CANARY,
    usage: {
      type: 'tokens',
      input_tokens: input + inputAudio,
      input_token_details: { text_tokens: input, audio_tokens: inputAudio },
      output_tokens: output,
      total_tokens: input + inputAudio + output,
    },
  });
  return { responseId: undefined, tokens: { input, inputAudio, output } };
};

/** The output file of a batch: one request that was answered, and one that was refused. */
export const answerOpenaiBatch: Answer = async (response, request) => {
  const { input, cacheRead, output } = countsOf(request);
  const id = idOf('chatcmpl-', request);
  const model = 'gpt-4o';
  const body = {
    id,
    object: 'chat.completion',
    model,
    choices: [{ index: 0, message: { role: 'assistant', content: ANSWER_CANARY }, finish_reason: 'stop' }],
    usage: {
      prompt_tokens: input + cacheRead,
      completion_tokens: output,
      total_tokens: input + cacheRead + output,
      prompt_tokens_details: { cached_tokens: cacheRead },
    },
  };
  const lines = [
    { id: idOf('batch_req_', request), custom_id: 'mine', response: { status_code: 200, body }, error: null },
    { id: 'batch_req_2', custom_id: 'late', response: null, error: { code: 'batch_expired' } },
  ];
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return { responseId: id, model, tokens: { input, cacheRead, output }, toolCalls: 0, batch: true };
};
