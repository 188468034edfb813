import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { type Bench, startBench, startRawUpstream, until } from './gateway.test-kit.ts';

let bench: Bench | undefined;
afterEach(async () => {
  await bench?.close();
  bench = undefined;
});

const USAGE = '{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2}}';
const PATH = '/house/v1/chat/completions';

interface Answered {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly trailers: IncomingMessage['trailers'];
  readonly body: Buffer;
}

const ask = async (
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answered> => {
  const { method = 'POST', headers = {}, body } = options;
  const asking = request(`${bench!.url}${path}`, { method, headers });
  asking.end(body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  // Its answer has come: what becomes of the rest of the request is no concern of the client's.
  asking.on('error', () => {});
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    trailers: answer.trailers,
    body: Buffer.concat(chunks),
  };
};

describe('an answer', () => {
  it('that is compressed and says its length is on record before its last byte arrives', async () => {
    const body = gzipSync(USAGE);
    bench = await startBench((response) => {
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length });
      response.write(body.subarray(0, 10));
      setTimeout(() => response.end(body.subarray(10)), 20);
    });
    for (let calls = 1; calls <= 5; calls += 1) {
      const answer = await ask(PATH, { body: '{}' });
      expect(answer.body.equals(body)).toBe(true);
      expect(bench.recorded).toHaveLength(calls);
    }
    expect(bench.recorded[0]!.event.tokens).toEqual({ input: 9, output: 2 });
  });

  it('that nothing can decompress passes, and is counted as not observed', async () => {
    bench = await startBench((response) => {
      response.writeHead(200, { 'content-encoding': 'lzma' });
      response.end('not to be read');
    });
    expect((await ask(PATH, { body: '{}' })).body.toString()).toBe('not to be read');
    expect(bench.gateway.stats().dropped).toEqual({ encoding: 1 });
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'ok', tokens: {} });
  });

  it('without a body has none: HEAD, 204, 304', async () => {
    bench = await startBench((response, { url }) => {
      response.writeHead(Number(url.slice(4)) || 200, { 'content-length': url === '/v1/200' ? 42 : 0 });
      response.end();
    });
    const head = await ask('/house/v1/200', { method: 'HEAD' });
    expect([head.status, head.headers['content-length'], head.body.length]).toEqual([200, '42', 0]);
    for (const status of [204, 304]) {
      const answer = await ask(`/house/v1/${status}`, { method: 'GET' });
      expect([answer.status, answer.body.length]).toEqual([status, 0]);
    }
  });

  it('comes after early hints, with its trailers', async () => {
    bench = await startBench((response) => {
      response.writeEarlyHints({ link: '</x>; rel=preload' });
      response.writeHead(200, { trailer: 'x-sum' });
      response.write(USAGE);
      response.addTrailers({ 'x-sum': '11' });
      response.end();
    });
    const answer = await ask(PATH, { body: '{}' });
    expect([answer.status, answer.body.toString(), answer.trailers]).toEqual([200, USAGE, { 'x-sum': '11' }]);
  });

  it('has as many headers as it likes, up to a bound', async () => {
    let size = 30_000;
    bench = await startBench((response) => {
      response.writeHead(200, { 'x-long': 'x'.repeat(size), 'set-cookie': ['a=1', 'b=2'] });
      response.end(USAGE);
    });
    const asking = request(`${bench.url}${PATH}`, { method: 'POST', maxHeaderSize: 200_000 });
    asking.end('{}');
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.headers['x-long']).toHaveLength(size);
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
    size = 100_000;
    expect((await ask(PATH, { body: '{}' })).status).toBe(502);
    expect(bench.recorded[1]!.event).toMatchObject({
      status: 'error',
      errorType: 'und_err_headers_overflow',
    });
  });

  it('whose status line or headers are odd does no harm', async () => {
    const heads = [
      'HTTP/1.1 200 \xfcber\r\ncontent-length: 2\r\n\r\n{}',
      'HTTP/1.1 200 OK\r\nx-odd: \xfc\xff\r\ncontent-length: 2\r\n\r\n{}',
      'HTTP/1.1 999 Odd\r\ncontent-length: 2\r\n\r\n{}',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
      'HTTP/1.1 200 OK\r\n\x00: x\r\n\r\n{}',
      'no http at all\r\n\r\n',
    ];
    let head = '';
    const raw = await startRawUpstream((socket) => {
      socket.once('data', () => socket.end(Buffer.from(head, 'latin1')));
    });
    bench = await startBench(() => {}, { to: raw.url });
    const statuses: number[] = [];
    for (head of heads) statuses.push((await ask(PATH, { body: '{}' })).status);
    expect(statuses).toEqual([200, 200, 999, 502, 502, 502]);
    expect(bench.recorded).toHaveLength(heads.length);
    await raw.close();
  });
});

describe('a request', () => {
  it('that expects a 100 is told to go on', async () => {
    bench = await startBench((response) => void response.end(USAGE));
    const asking = request(`${bench.url}${PATH}`, {
      method: 'POST',
      headers: { expect: '100-continue', 'content-length': 2 },
    });
    asking.flushHeaders();
    await once(asking, 'continue');
    asking.end('{}');
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.resume();
    expect(answer.statusCode).toBe(200);
    expect(bench.seen[0]!.headers.expect).toBeUndefined();
  });

  it('that ends while its body is sent reaches nobody, and is not on record', async () => {
    bench = await startBench((response) => void response.end(USAGE));
    const asking = request(`${bench.url}${PATH}`, { method: 'POST', headers: { 'content-length': 100 } });
    asking.on('error', () => {});
    asking.write('{');
    await until(() => bench!.gateway.stats().open === 1);
    asking.destroy();
    await until(() => bench!.gateway.stats().open === 0);
    expect([bench.seen, bench.recorded]).toEqual([[], []]);
  });

  it('that ends while its body streams ends at the upstream, too', async () => {
    let ended = false;
    bench = await startBench((response) => void response.end(USAGE), {
      bounds: { heldBodyBytes: 10 },
      onRequest: (upload) =>
        upload.on('aborted', () => {
          ended = true;
        }),
    });
    const asking = request(`${bench.url}${PATH}`, { method: 'POST' });
    asking.on('error', () => {});
    asking.write('x'.repeat(100));
    await until(() => bench!.uploading() === 1);
    asking.destroy();
    await until(() => ended && bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'aborted', tokens: {} });
  });

  it.each([
    ['its length said', true],
    ['in chunks', false],
  ])('that is large streams through unchanged, %s', async (_how, isSaid) => {
    bench = await startBench((response) => void response.end(USAGE), { bounds: { heldBodyBytes: 1000 } });
    const body = Buffer.from('0123456789'.repeat(50_000));
    const headers = isSaid ? { 'content-length': String(body.length) } : { 'transfer-encoding': 'chunked' };
    expect((await ask(PATH, { body, headers })).body.toString()).toBe(USAGE);
    expect(bench.seen[0]!.body).toBe(body.toString());
  });

  it('that is answered before it has been read gets its answer', async () => {
    const raw = await startRawUpstream((socket) => {
      socket.once('data', () => {
        socket.end('HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
      });
    });
    bench = await startBench(() => {}, { to: raw.url, bounds: { heldBodyBytes: 1000 } });
    const body = Buffer.alloc(8 * 1024 * 1024, 'x');
    const answer = await ask(PATH, { body, headers: { 'content-length': String(body.length) } });
    expect([answer.status, answer.body.toString()]).toEqual([413, '{}']);
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'error', httpStatus: 413 });
    await raw.close();
  });

  it('that comes before the last one was answered waits its turn', async () => {
    bench = await startBench(async (response, { body }) => {
      await new Promise((resolve) => setTimeout(resolve, body === '1' ? 40 : 0));
      response.writeHead(200, { 'content-length': 1 });
      response.end(body);
    });
    const { hostname, port } = new URL(bench.url);
    const socket = connect(Number(port), hostname);
    const one = (body: string): string =>
      `POST ${PATH} HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\n\r\n${body}`;
    socket.write(one('1') + one('2') + one('3'));
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
    });
    await until(() => said.split('HTTP/1.1 200').length === 4 && said.endsWith('3'));
    expect([...said.matchAll(/\r\n\r\n(\d)/g)].map(([, body]) => body)).toEqual(['1', '2', '3']);
    expect(bench.recorded).toHaveLength(3);
    socket.destroy();
  });

  it('over the most that may run at once is refused', async () => {
    const waiting: ServerResponse[] = [];
    bench = await startBench((response) => void waiting.push(response), { bounds: { openCalls: 2 } });
    const running = [ask(PATH, { body: '{}' }), ask(PATH, { body: '{}' })];
    await until(() => waiting.length === 2);
    expect((await ask(PATH, { body: '{}' })).status).toBe(503);
    for (const response of waiting) response.end(USAGE);
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it('waits for its answer no longer than it may', async () => {
    const waiting: ServerResponse[] = [];
    bench = await startBench((response) => void waiting.push(response), { bounds: { headersMs: 500 } });
    const answer = await ask(PATH, { body: '{}' });
    expect(answer.status).toBe(504);
    expect(bench.recorded[0]!.event).toMatchObject({ errorType: 'und_err_headers_timeout' });
    for (const response of waiting) response.destroy();
  });

  it('whose answer falls silent is cut off, and on record', async () => {
    bench = await startBench((response) => void response.write('{'), { bounds: { silenceMs: 500 } });
    await expect(ask(PATH, { body: '{}' })).rejects.toThrow();
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'error', errorType: 'und_err_body_timeout' });
  });
});

describe('a client that leaves', () => {
  const leave = async (body = '{}', path = '/bedrock/model/m/converse'): Promise<void> => {
    const asking = request(`${bench!.url}${path}`, { method: 'POST' });
    asking.on('error', () => {});
    asking.end(body);
    await until(() => bench!.seen.length === 1);
    asking.destroy();
    await until(() => bench!.gateway.stats().open === 0);
  };
  const CONVERSE = '{"usage":{"inputTokens":10,"outputTokens":40,"totalTokens":50}}';

  it('before the answer has begun, of one that is billed anyway: it is read, and exact', async () => {
    const waiting: ServerResponse[] = [];
    bench = await startBench((response) => void waiting.push(response));
    await leave();
    waiting[0]!.end(CONVERSE);
    await until(() => bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event).toMatchObject({
      status: 'aborted',
      errorType: 'client_left',
      tokens: { input: 10, output: 40 },
      confidence: 'exact',
    });
  });

  it('is waited for no longer than the bound', async () => {
    let closed = false;
    bench = await startBench((response) => void response.on('close', () => (closed = true)), {
      bounds: { backgroundMs: 30 },
    });
    await leave();
    await until(() => closed && bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'aborted', confidence: 'estimated' });
  });

  it('has no more read for it than the bound', async () => {
    let closed = false;
    const waiting: ServerResponse[] = [];
    bench = await startBench(
      (response) => {
        waiting.push(response);
        response.on('close', () => (closed = true));
      },
      { bounds: { backgroundBytes: 1000 } },
    );
    await leave();
    for (let pieces = 0; pieces < 200 && !closed; pieces += 1) {
      waiting[0]!.write('x'.repeat(100));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await until(() => closed && bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event).toMatchObject({ status: 'aborted' });
  });

  it('after it has stopped reading does not stop the reading for it', async () => {
    const large = `{"x":"${'y'.repeat(6 * 1024 * 1024)}",${CONVERSE.slice(1)}`;
    bench = await startBench((response) => void response.end(large));
    const asking = request(`${bench.url}/bedrock/model/m/converse`, { method: 'POST' });
    asking.on('error', () => {});
    asking.end('{}');
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    answer.pause();
    // How much of it the system's own buffers take is the system's business.
    await new Promise((resolve) => setTimeout(resolve, 100));
    asking.destroy();
    await until(() => bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event.tokens).toEqual({ input: 10, output: 40 });
  });

  it('a stream that says its usage last has its output put down by the text that came', async () => {
    const piece = (text: string): string =>
      `data: ${JSON.stringify({ id: 'chatcmpl-1', model: 'm', object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
    bench = await startBench((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(piece(''));
      for (let words = 0; words < 50; words += 1) response.write(piece('12345678'));
    });
    const asking = request(`${bench.url}${PATH}`, { method: 'POST' });
    asking.on('error', () => {});
    asking.end('{"model":"m","stream":true}');
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    let size = 0;
    answer.on('data', (chunk: Buffer) => {
      size += chunk.length;
    });
    answer.on('error', () => {});
    await until(() => size === piece('').length + 50 * piece('12345678').length);
    asking.destroy();
    await until(() => bench!.recorded.length === 1);
    expect(bench.recorded[0]!.event).toMatchObject({
      status: 'aborted',
      tokens: { output: 100 },
      confidence: 'estimated',
    });
  });
});

describe('draining', () => {
  it('cuts what does not end in time, and has it on record', async () => {
    bench = await startBench((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(': alive\n\n');
    });
    const answer = ask(PATH, { body: '{"stream":true}' });
    answer.catch(() => {});
    await until(() => bench!.seen.length === 1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await bench.gateway.drain(20);
    await expect(answer).rejects.toThrow();
    expect(bench.recorded).toHaveLength(1);
    expect(bench.gateway.stats().open).toBe(0);
  });

  it('ends WebSockets, too', async () => {
    bench = await startBench(() => {}, {
      onUpgrade: (socket) => {
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n');
        socket.on('data', (chunk) => socket.write(chunk));
      },
    });
    const { hostname, port } = new URL(bench.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      'GET /openai/v1/realtime HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
    );
    let said = '';
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1');
    });
    await until(() => said.includes('101'));
    socket.write('echo');
    await until(() => said.endsWith('echo'));
    expect(bench.gateway.stats()).toMatchObject({ open: 1, unmetered: 1 });
    socket.on('error', () => {});
    const gone = new Promise((resolve) => socket.once('close', resolve));
    await bench.gateway.drain(20);
    await gone;
  });
});
