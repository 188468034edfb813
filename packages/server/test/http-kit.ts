import { type IncomingHttpHeaders, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type ServeOptions, type Serving, serve } from '../src/http/serve.ts';
import type { Service } from '../src/service/service.ts';
import { freshFolder, writeFile } from './kit.ts';

const running: Serving[] = [];

/** Stops the servers that the tests of a file have started. */
export const stopServers = async (): Promise<void> => {
  for (const serving of running.splice(0)) await serving.stop();
};

export const started = async (service: Service, options: Partial<ServeOptions> = {}): Promise<Serving> => {
  const serving = await serve(service, { port: 0, assets: dashboard(), ...options });
  if (!serving.ok) throw new Error(serving.fault.message);
  running.push(serving.value);
  return serving.value;
};

export const SCRIPT = `/* ${'a script '.repeat(400)}*/`;

/** What a build of the dashboard looks like. */
export const dashboard = (): string => {
  const folder = freshFolder();
  writeFile(
    join(folder, 'index.html'),
    '<!doctype html><html><head><title>t</title></head><body></body></html>',
  );
  writeFile(join(folder, 'assets/index-abc123.js'), SCRIPT);
  writeFile(join(folder, 'assets/index-abc123.js.br'), brotliCompressSync(SCRIPT));
  writeFile(join(folder, 'assets/index-abc123.js.gz'), gzipSync(SCRIPT));
  writeFile(join(folder, 'robots.txt'), 'User-agent: *');
  writeFile(join(folder, '.vite/manifest.json'), '{}');
  return folder;
};

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly bytes: Buffer;
  readonly json: () => Record<string, unknown>;
}

/** A request with exactly these headers: `fetch` would not let a test lie about its host. */
export const ask = (serving: Serving, path: string, asked: Asked = {}): Promise<Answered> =>
  new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = asked;
    const chunked = body === undefined || 'transfer-encoding' in headers;
    const length = chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = request(
      {
        host: '127.0.0.1',
        port: serving.port,
        path,
        method,
        headers: { ...length, ...headers },
        agent: false,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString();
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text,
            bytes,
            json: () => JSON.parse(text) as Record<string, unknown>,
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });

/** The token that the page carries. */
export const pageToken = async (serving: Serving): Promise<string> => {
  const { text } = await ask(serving, '/');
  return /name="meterline-token" content="([^"]+)"/.exec(text)?.[1] ?? '';
};

export interface Stream {
  readonly socket: Socket;
  /** All that has come. */
  text(): string;
  until(part: string | RegExp): Promise<void>;
  readonly closed: Promise<void>;
}

/** A raw connection that has asked for the event stream; `reads: false` never takes a byte of it. */
export const openStream = (
  serving: Serving,
  {
    path = '/api/stream',
    headers = {},
    reads = true,
  }: { path?: string; headers?: Record<string, string>; reads?: boolean } = {},
): Stream => {
  const socket = connect(serving.port, '127.0.0.1');
  let text = '';
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${more.join('')}\r\n`);
  if (reads)
    socket.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  else socket.pause();
  socket.on('error', () => {});
  return {
    socket,
    text: () => text,
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
    until: async (part) => {
      while (!(typeof part === 'string' ? text.includes(part) : part.test(text)))
        await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
};
