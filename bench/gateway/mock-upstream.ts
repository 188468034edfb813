// An upstream in OpenAI's form that costs as little as it can. Prints its port. A body with `frames` and `everyMs` is
// answered slowly, a frame at a time.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ANSWER, DELTA, LAST, STREAM } from './exchange.ts';

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
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': ANSWER.length });
    response.end(ANSWER);
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
