import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Stands where Meterline listens, and keeps what is sent to it. */
export interface Listener {
  readonly url: string;
  readonly records: Record<string, unknown>[];
  readonly requests: { readonly path: string; readonly headers: NodeJS.Dict<string | string[]> }[];
  /** Answers of this status from now on; 0: closes the connection. */
  status: number;
  /** Rows of `GET /api/prices`. */
  prices: object[];
  close(): Promise<void>;
}

export const startListener = async (): Promise<Listener> => {
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    listener.requests.push({ path: request.url ?? '', headers: request.headers });
    if (listener.status === 0) return void response.destroy();
    if (request.url?.startsWith('/api/prices'))
      return void response.end(JSON.stringify({ rows: listener.prices }));
    const bytes = Buffer.concat(chunks);
    const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
    if (listener.status === 200)
      listener.records.push(
        ...text
          .toString()
          .split('\n')
          .map((line) => JSON.parse(line)),
      );
    response.writeHead(listener.status, { 'content-type': 'application/json' }).end('{"rejected":0}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const listener: Listener = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records: [],
    requests: [],
    status: 200,
    prices: [],
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return listener;
};

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'meterline-sdk-'));

/** A `fetch` that answers as the test says, in the pieces that it says. */
export const fetchOf =
  (pieces: readonly string[], type = 'text/event-stream', status = 200): typeof fetch =>
  async () =>
    new Response(streamOf(pieces), { status, headers: { 'content-type': type } });

export const streamOf = (pieces: readonly string[]): ReadableStream<Uint8Array> => {
  const rest = pieces.map((piece) => new TextEncoder().encode(piece));
  return new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        const piece = rest.shift();
        if (piece === undefined) controller.close();
        else controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
};

export const ask = (
  go: typeof fetch,
  body: object,
  path = 'https://api.openai.com/v1/chat/completions',
): Promise<Response> => go(path, { method: 'POST', body: JSON.stringify(body) });

/** A stream of Anthropic's: its start, texts, and its end. */
export const claudeStream = (texts: readonly string[], input = 100, output = 50): string[] => [
  event({
    type: 'message_start',
    message: {
      id: 'msg_01abcdefghijklmnopqrstuv',
      type: 'message',
      model: 'claude-x',
      usage: { input_tokens: input, output_tokens: 1 },
    },
  }),
  ...texts.map((text) =>
    event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } }),
  ),
  event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: output } }),
  event({ type: 'message_stop' }),
];

export const event = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

export const CLAUDE_PATH = 'https://api.anthropic.com/v1/messages';
