import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the upstream said it used, by the task that the call named. */
export interface Counted {
  readonly input: number;
  readonly output: number;
}

export interface CountingUpstream {
  readonly url: string;
  close(): Promise<void>;
}

/** The count of a call follows from its number, so that both ends know it without talking. */
export const tokensOf = (number: number): Counted => ({
  input: 10 + (number % 977),
  output: 1 + (number % 89),
});

/** Ways in which calls are made: a wire, streamed or not. Each has a path that the gateway meters. */
export const WAYS = ['anthropic', 'anthropic-stream', 'openai', 'openai-stream', 'responses-stream'] as const;
export type Way = (typeof WAYS)[number];

export const PATHS: Readonly<Record<Way, string>> = {
  anthropic: '/anthropic/v1/messages',
  'anthropic-stream': '/anthropic/v1/messages',
  openai: '/openai/v1/chat/completions',
  'openai-stream': '/openai/v1/chat/completions',
  'responses-stream': '/openai/v1/responses',
};

const idOf = (prefix: string, number: number): string => `${prefix}${String(number).padStart(24, '0')}`;

type Answer = (response: ServerResponse, number: number) => void;

const json = (response: ServerResponse, value: unknown): void => {
  const body = JSON.stringify(value);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
};

/** The last event comes some milliseconds behind the others. */
const events = (response: ServerResponse, pieces: readonly string[]): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(pieces.slice(0, -1).join(''));
  setTimeout(() => response.end(pieces.at(-1)), 3);
};

const named = (value: { readonly type: string; readonly [key: string]: unknown }): string =>
  `event: ${value.type}\ndata: ${JSON.stringify(value)}\n\n`;

const ANSWERS: Readonly<Record<Way, Answer>> = {
  anthropic: (response, number) => {
    const { input, output } = tokensOf(number);
    const usage = { input_tokens: input, output_tokens: output };
    json(response, {
      id: idOf('msg_', number),
      type: 'message',
      model: 'claude-haiku-4-5',
      content: [],
      usage,
    });
  },
  'anthropic-stream': (response, number) => {
    const { input, output } = tokensOf(number);
    const message = {
      id: idOf('msg_', number),
      model: 'claude-haiku-4-5',
      usage: { input_tokens: input, output_tokens: 1 },
    };
    events(response, [
      named({ type: 'message_start', message }),
      named({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'x' } }),
      named({ type: 'message_delta', delta: {}, usage: { output_tokens: output } }),
      named({ type: 'message_stop' }),
    ]);
  },
  openai: (response, number) => {
    const { input, output } = tokensOf(number);
    const usage = { prompt_tokens: input, completion_tokens: output };
    json(response, { id: idOf('chatcmpl-', number), model: 'gpt-5.4-mini', choices: [], usage });
  },
  'openai-stream': (response, number) => {
    const { input, output } = tokensOf(number);
    const chunk = { id: idOf('chatcmpl-', number), object: 'chat.completion.chunk', model: 'gpt-5.4-mini' };
    const data = (value: object): string => `data: ${JSON.stringify({ ...chunk, ...value })}\n\n`;
    events(response, [
      data({ choices: [{ index: 0, delta: { content: 'x' } }] }),
      data({ choices: [], usage: { prompt_tokens: input, completion_tokens: output } }),
      'data: [DONE]\n\n',
    ]);
  },
  'responses-stream': (response, number) => {
    const { input, output } = tokensOf(number);
    const id = idOf('resp_', number);
    events(response, [
      named({ type: 'response.created', response: { id, model: 'gpt-5.4-mini' } }),
      named({
        type: 'response.completed',
        response: { id, model: 'gpt-5.4-mini', usage: { input_tokens: input, output_tokens: output } },
      }),
    ]);
  },
};

/** Answers every call in its wire's form, with counts that follow from the number in the request. */
export const startCountingUpstream = async (): Promise<CountingUpstream> => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('error', () => {});
    request.on('end', () => {
      const { number, way } = JSON.parse(Buffer.concat(chunks).toString()) as { number: number; way: Way };
      ANSWERS[way](response, number);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
