import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAnthropic } from './anthropic.ts';
import { answerGemini } from './gemini.ts';
import { type BilledCall, json, type MockRequest } from './mock-call.ts';
import { answerChat } from './openai-chat.ts';
import { answerResponses } from './openai-responses.ts';

export { ANSWER_CANARY, type BilledCall } from './mock-call.ts';

/**
 * A server that speaks as Anthropic, OpenAI and Gemini do, and keeps its own books. A model's name says how it goes:
 *
 *     fail-429    that status, in the provider's own form        endless   a stream that ends when its client leaves
 *     flaky-503   that status first, then well                   broken    a stream that breaks off at its end
 */
export interface MockProviders {
  readonly url: string;
  /** Answers that were given to their end, in order. */
  readonly billed: readonly BilledCall[];
  /** Every request, by its path, in order. */
  readonly asked: readonly {
    readonly path: string;
    readonly text: string;
    readonly headers: IncomingMessage['headers'];
  }[];
  close(): Promise<void>;
}

type Answer = (response: ServerResponse, request: MockRequest) => Promise<BilledCall>;

const ANSWERS: readonly (readonly [RegExp, Answer])[] = [
  [/\/messages$/, answerAnthropic],
  [/\/chat\/completions$/, answerChat],
  [/\/responses$/, answerResponses],
  [/:(stream)?[gG]enerateContent$/, answerGemini],
];

export const startMockProviders = async (): Promise<MockProviders> => {
  const billed: BilledCall[] = [];
  const asked: { path: string; text: string; headers: IncomingMessage['headers'] }[] = [];
  const flaky = new Set<string>();
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(incoming.url ?? '', 'http://mock').pathname;
    const text = await textOf(incoming);
    asked.push({ path, text, headers: incoming.headers });
    const answer = ANSWERS.find(([form]) => form.test(path))?.[1];
    if (answer === undefined) return json(response, { data: [], object: 'list', path });
    const request = requestOf(path, text, billed.length + 1);
    const status = statusOf(request.model, flaky);
    if (status !== undefined) return fail(response, path, status);
    billed.push(await answer(response, request));
  };
  const server = createServer((incoming, response) => {
    handle(incoming, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    billed,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

const textOf = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

const requestOf = (path: string, text: string, ordinal: number): MockRequest => {
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
  const named = /\/models\/([^/:]+):/.exec(path)?.[1];
  return {
    path,
    body,
    model: named ?? String(body['model']),
    isStream: body['stream'] === true || path.includes('streamGenerate'),
    ordinal,
  };
};

const statusOf = (model: string, flaky: Set<string>): number | undefined => {
  const [, kind, status] = /(fail|flaky)-(\d{3})/.exec(model) ?? [];
  if (kind === undefined || (kind === 'flaky' && flaky.has(model))) return undefined;
  flaky.add(model);
  return Number(status);
};

/** What a message of an error says is no business of a ledger. */
const ERROR_CANARY = 'error-canary-91bc';

const fail = (response: ServerResponse, path: string, status: number): void => {
  const message = ERROR_CANARY;
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'api_error' : 'invalid_request_error';
  response.setHeader('retry-after-ms', '1');
  if (path.includes(':')) json(response, { error: { code: status, message, status: 'MOCK_STATUS' } }, status);
  else if (path.endsWith('/messages')) json(response, { type: 'error', error: { type, message } }, status);
  else json(response, { error: { message, type, param: null, code: null } }, status);
};
