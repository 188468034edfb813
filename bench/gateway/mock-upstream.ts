// An upstream in OpenAI's form that costs as little as it can: its own HTTP over plain sockets, and answers that are ready.
// Prints its port. A body with `frames` and `everyMs` is answered slowly, a frame at a time.
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { ANSWER, DELTA, LAST, STREAM } from './exchange.ts';

const HEAD_END = Buffer.from('\r\n\r\n');
const STREAMED = Buffer.from('"stream":true');
const SLOW = Buffer.from('"frames":');

const USUAL = ['date: Sun, 01 Nov 2026 00:00:00 GMT', 'connection: keep-alive'];
const headOf = (...headers: readonly string[]): string =>
  `HTTP/1.1 200 OK\r\n${[...USUAL, ...headers].join('\r\n')}\r\n\r\n`;
const pieceOf = (bytes: Buffer | string): string =>
  `${Buffer.byteLength(bytes).toString(16)}\r\n${bytes}\r\n`;
const STREAM_HEAD = headOf('content-type: text/event-stream', 'transfer-encoding: chunked');
const STREAM_END = pieceOf('');
const WHOLE = Buffer.from(
  headOf('content-type: application/json', `content-length: ${ANSWER.length}`) + ANSWER,
);
const WHOLE_STREAM = Buffer.from(STREAM_HEAD + pieceOf(STREAM) + STREAM_END);

interface Slow {
  readonly frames: number;
  readonly everyMs: number;
}

const answerSlowly = (socket: Socket, { frames, everyMs }: Slow): void => {
  let left = frames;
  socket.write(STREAM_HEAD);
  const timer = setInterval(() => {
    left -= 1;
    if (left >= 0 && !socket.destroyed) {
      socket.write(pieceOf(DELTA));
      return;
    }
    clearInterval(timer);
    if (!socket.destroyed) socket.write(pieceOf(LAST) + STREAM_END);
  }, everyMs);
};

const answer = (socket: Socket, body: Buffer): void => {
  if (!body.includes(STREAMED)) socket.write(WHOLE);
  else if (body.includes(SLOW)) answerSlowly(socket, JSON.parse(body.toString()) as Slow);
  else socket.write(WHOLE_STREAM);
};

/** The body of a request that begins these bytes, and where the next one begins; undefined while it is not whole. */
const firstRequest = (bytes: Buffer): { readonly body: Buffer; readonly end: number } | undefined => {
  const head = bytes.indexOf(HEAD_END);
  if (head === -1) return undefined;
  const [, length = '0'] = /content-length: ?(\d+)/i.exec(bytes.toString('latin1', 0, head)) ?? [];
  const from = head + HEAD_END.length;
  const end = from + Number(length);
  return bytes.length < end ? undefined : { body: bytes.subarray(from, end), end };
};

const server = createServer({ noDelay: true }, (socket) => {
  let pending: Buffer = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
    for (let next = firstRequest(pending); next !== undefined; next = firstRequest(pending)) {
      answer(socket, next.body);
      pending = pending.subarray(next.end);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`:${(server.address() as AddressInfo).port}`));
