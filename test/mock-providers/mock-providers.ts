import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAnthropic, answerAnthropicBatch } from './anthropic.ts';
import { answerConverse, answerInvoke } from './bedrock.ts';
import { refusalOf } from './errors.ts';
import { answerEmbedContent, answerGemini } from './gemini.ts';
import { type Answer, type BilledCall, json, type MockRequest, type RefusedCall } from './mock-call.ts';
import { answerOllama } from './ollama.ts';
import { answerChat, answerCompletions } from './openai-chat.ts';
import { answerEmbeddings, answerImages, answerOpenaiBatch, answerTranscription } from './openai-other.ts';
import { answerResponses, answerRetrieval } from './openai-responses.ts';

export { ANSWER_CANARY, type BilledCall, type RefusedCall } from './mock-call.ts';

/**
 * A server that speaks as the providers do, and keeps its own books. The first part of a path may name a provider, whose
 * ways are then its own (`/xai/v1/chat/completions`). A model's name says how it goes:
 *
 *     fail-429    that status, in the provider's own form        endless   a stream that ends when its client leaves
 *     flaky-503   that status first, then well                   broken    a stream that breaks off before its end
 *                                                                midway    a stream that ends with an error
 */
export interface MockProviders {
  readonly url: string;
  /** Answers that were billed, in order. */
  readonly billed: readonly BilledCall[];
  readonly refused: readonly RefusedCall[];
  /** Every request, by its path, in order. */
  readonly asked: readonly AskedRequest[];
  close(): Promise<void>;
}

export interface AskedRequest {
  readonly method: string;
  readonly path: string;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

const ANSWERS: readonly (readonly [RegExp, Answer])[] = [
  [/^POST .*\/messages$/, answerAnthropic],
  [/^GET .*\/messages\/batches\/[^/]+\/results$/, answerAnthropicBatch],
  [/^POST .*:(?:streamR|r)awPredict$/, answerAnthropic],
  [/^POST .*\/chat\/completions$/, answerChat],
  [/^POST .*\/completions$/, answerCompletions],
  [/^POST .*\/embeddings$/, answerEmbeddings],
  [/^POST .*\/images\/(?:generations|edits)$/, answerImages],
  [/^POST .*\/audio\/transcriptions$/, answerTranscription],
  [/^GET .*\/files\/[^/]+\/content$/, answerOpenaiBatch],
  [/^POST .*\/responses$/, answerResponses],
  [/^GET .*\/responses\/[^/]+$/, answerRetrieval],
  [/^POST .*:(?:streamG|g)enerateContent$/, answerGemini],
  [/^POST .*:(?:embedContent|batchEmbedContents|predict)$/, answerEmbedContent],
  [/^POST .*\/model\/[^/]+\/converse(?:-stream)?$/, answerConverse],
  [/^POST .*\/model\/[^/]+\/invoke(?:-with-response-stream)?$/, answerInvoke],
  [/^POST .*\/api\/(?:chat|generate)$/, answerOllama],
];

export const startMockProviders = async (): Promise<MockProviders> => {
  const billed: BilledCall[] = [];
  const refused: RefusedCall[] = [];
  const asked: AskedRequest[] = [];
  const flaky = new Set<string>();
  let ordinal = 0;
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '', headers } = incoming;
    const path = new URL(url, 'http://mock').pathname;
    const text = await textOf(incoming);
    asked.push({ method, path: url, text, headers });
    const answer = ANSWERS.find(([form]) => form.test(`${method} ${path}`))?.[1];
    if (answer === undefined) return json(response, plainAnswer(path));
    ordinal += 1;
    const request = requestOf(method, url, text, ordinal);
    const refusal = refusalOf(request, flaky);
    if (refusal !== undefined) {
      const { model, provider } = request;
      refused.push({ provider, model, status: refusal.status, errorType: refusal.errorType });
      response.setHeader('retry-after-ms', '1').setHeader('retry-after', '1');
      return json(response, refusal.body, refusal.status);
    }
    const call = await answer(response, request);
    // What is fetched again is billed once.
    const isKnown =
      call?.responseId !== undefined && billed.some((one) => one.responseId === call.responseId);
    if (call !== undefined && !isKnown)
      billed.push({ provider: request.provider, model: request.model, ...call });
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    billed,
    refused,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** What costs nothing: lists, counts, files, batches that are made. */
const plainAnswer = (path: string): object => ({
  data: [],
  object: 'list',
  id: 'thing_1',
  status: 'cancelled',
  input_tokens: 7,
  totalTokens: 7,
  results_url: path.replace(/\/messages\/batches\/[^/]+$/, '$&/results'),
  path: path.replace(PREFIX, '$2'),
});

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const PREFIX =
  /^\/(anthropic|openai|azure|gemini|vertex|bedrock|openrouter|deepseek|xai|mistral|groq|ollama|vllm|house)(\/.*)$/;

const requestOf = (method: string, url: string, text: string, ordinal: number): MockRequest => {
  const { pathname: whole, searchParams } = new URL(url, 'http://mock');
  const [, name, below] = PREFIX.exec(whole) ?? [];
  const path = below ?? whole;
  const body = bodyOf(text);
  const named = /\/(?:models?|deployments)\/([^/:]+(?:%3A\d+)?)[:/]/.exec(path)?.[1];
  return {
    provider: name === undefined ? providerOf(path) : name === 'gemini' ? 'google' : name,
    path,
    method,
    body,
    model: named === undefined ? String(body['model']) : decodeURIComponent(named),
    isStream: body['stream'] === true || /stream/i.test(path),
    isArray: path.endsWith(':streamGenerateContent') && searchParams.get('alt') !== 'sse',
    ordinal,
  };
};

/** JSON, or of a form the field that names the model. */
const bodyOf = (text: string): Readonly<Record<string, unknown>> => {
  if (text.startsWith('{')) return JSON.parse(text) as Record<string, unknown>;
  return { model: /name="model"\r\n\r\n([^\r]*)/.exec(text)?.[1] };
};

const providerOf = (path: string): string => {
  if (path.endsWith('/messages')) return 'anthropic';
  return path.includes(':') ? 'google' : 'openai';
};
