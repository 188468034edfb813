// What the gateway is measured against: the least that a proxy over undici.dispatch has to do. Prints its port.
// Its first argument is the upstream's origin.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type * as Undici from 'undici';

// The undici of the gateway, not the one that the tools bring along.
const need = createRequire(join(import.meta.dirname, '../../packages/gateway/package.json'));
const { Agent } = need('undici') as typeof Undici;

const origin = process.argv[2]!;
// As the gateway's own, so that timers and connections cost both the same.
const agent = new Agent({
  connections: 2000,
  headersTimeout: 600_000,
  bodyTimeout: 600_000,
  keepAliveTimeout: 30_000,
});
const DROPPED = new Set(['host', 'connection', 'transfer-encoding', 'content-length', 'keep-alive']);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const headers: string[] = [];
    const raw = request.rawHeaders;
    for (let at = 0; at < raw.length; at += 2)
      if (!DROPPED.has(raw[at]!.toLowerCase())) headers.push(raw[at]!, raw[at + 1]!);
    const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    agent.dispatch(
      { origin, path: request.url!, method: 'POST', headers, body },
      {
        onConnect: (abort) => {
          response.on('close', () => {
            if (!response.writableFinished) abort();
          });
        },
        onHeaders: (status, given, resume) => {
          const kept: string[] = [];
          for (let at = 0; at < given.length; at += 2) {
            const name = given[at]!.toString('latin1');
            if (!DROPPED.has(name.toLowerCase()) || name.toLowerCase() === 'content-length')
              kept.push(name, given[at + 1]!.toString('latin1'));
          }
          response.writeHead(status, kept);
          response.on('drain', resume);
          return true;
        },
        onData: (chunk) => response.write(chunk),
        onComplete: () => void response.end(),
        onError: () => void response.destroy(),
      },
    );
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`:${(server.address() as AddressInfo).port}`));
