// An upstream in OpenAI's form that costs as little as it can. Prints its port. A body with `frames` and `everyMs` is
// answered slowly, a frame at a time.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const USAGE = '"usage":{"prompt_tokens":1200,"completion_tokens":60,"total_tokens":1260}';
const TEXT = 'x'.repeat(24);
const WHOLE = Buffer.from(
  `{"id":"bench","object":"chat.completion","model":"gpt-5.4-mini","choices":[{"index":0,"message":{"role":"assistant","content":"${TEXT.repeat(40)}"},"finish_reason":"stop"}],${USAGE}}`,
);
const frame = (rest: string): string =>
  `data: {"id":"bench","object":"chat.completion.chunk","model":"gpt-5.4-mini",${rest}}\n\n`;
const DELTA = frame(`"choices":[{"index":0,"delta":{"content":"${TEXT}"}}]`);
const LAST = `${frame('"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]')}${frame(`"choices":[],${USAGE}`)}data: [DONE]\n\n`;
/** Deltas of a quick stream, sent in one piece. */
const FRAMES = 58;
const STREAM = Buffer.from(DELTA.repeat(FRAMES) + LAST);

interface Asked {
  readonly stream?: boolean;
  readonly frames?: number;
  readonly everyMs?: number;
}

const answerSlowly = (response: ServerResponse, { frames = 1, everyMs = 1000 }: Asked): void => {
  let left = frames;
  const timer = setInterval(() => {
    if (left > 0) response.write(DELTA);
    else {
      clearInterval(timer);
      response.end(LAST);
    }
    left -= 1;
  }, everyMs);
  response.on('close', () => clearInterval(timer));
};

const answer = (response: ServerResponse, asked: Asked): void => {
  if (asked.stream !== true) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': WHOLE.length });
    response.end(WHOLE);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (asked.frames === undefined) response.end(STREAM);
  else answerSlowly(response, asked);
};

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => answer(response, JSON.parse(Buffer.concat(chunks).toString()) as Asked));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`:${(server.address() as AddressInfo).port}`));
