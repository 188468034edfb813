import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  createGateway,
  type GatewayOptions,
  type MeteredCall,
  NO_LIMITS,
  openaiCompatible,
  UPSTREAMS,
} from '../src/index.ts';

/** A gateway in front of an upstream that answers as the test says, both on this machine. */
export interface Bench {
  readonly url: string;
  readonly upstreamUrl: string;
  readonly recorded: MeteredCall[];
  readonly seen: Seen[];
  readonly gateway: ReturnType<typeof createGateway>;
  /** Requests whose bodies the upstream is still reading. */
  uploading(): number;
  close(): Promise<void>;
}

/** What the upstream got. */
export interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (response: ServerResponse, seen: Seen) => void | Promise<void>;

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
};

export interface BenchOptions extends Partial<GatewayOptions> {
  /** Another upstream than the one that answers. */
  readonly to?: string;
  /** A request whose body has not come yet. */
  readonly onRequest?: (request: IncomingMessage) => void;
  readonly onUpgrade?: (socket: Duplex) => void;
}

/** An upstream that is no HTTP server: every connection is the test's. */
export const startRawUpstream = async (
  onConnection: (socket: Socket) => void,
): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const sockets = new Set<Socket>();
  const server = createRawServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const startBench = async (answer: Answer, given: BenchOptions = {}): Promise<Bench> => {
  const { to, onRequest, onUpgrade, ...options } = given;
  const recorded: MeteredCall[] = [];
  const seen: Seen[] = [];
  let uploading = 0;
  const upstream = createServer(async (request, response) => {
    uploading += 1;
    onRequest?.(request);
    const one = {
      url: request.url ?? '',
      headers: request.headers,
      body: await bodyOf(request).catch(() => ''),
    };
    uploading -= 1;
    seen.push(one);
    await answer(response, one);
  });
  if (onUpgrade !== undefined)
    upstream.on('upgrade', (_request, socket) => {
      socket.on('end', () => socket.end());
      onUpgrade(socket);
    });
  const upstreamUrl = await listen(upstream);
  let ids = 0;
  const gateway = createGateway({
    upstreams: [...UPSTREAMS, openaiCompatible('house')].map((one) => ({
      upstream: one,
      origin: to ?? upstreamUrl,
    })),
    sink: {
      record: (call, done) => {
        recorded.push(call);
        setImmediate(done);
      },
    },
    keys: { required: false, find: () => undefined },
    limits: NO_LIMITS,
    clock: Date.now,
    monotonic: () => performance.now(),
    newId: () => `id-${++ids}`,
    fingerprintKey: Buffer.from('test'),
    ...options,
  });
  const front = createServer((request, response) => {
    if (!gateway.handle(request, response)) response.writeHead(404).end();
  });
  front.on('upgrade', (request, socket, head) => {
    if (!gateway.upgrade(request, socket, head)) socket.destroy();
  });
  const url = await listen(front);
  return {
    url,
    upstreamUrl,
    recorded,
    seen,
    gateway,
    uploading: () => uploading,
    close: async () => {
      await gateway.drain(100);
      for (const server of [front, upstream]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
};

/** Pieces with a pause between them, so that they travel apart. */
export const inPieces = async (
  response: ServerResponse,
  pieces: readonly (string | Buffer)[],
): Promise<void> => {
  for (const piece of pieces) {
    response.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  response.end();
};

/** Of ten milliseconds and more: half a minute, for a machine that is busy with much else. */
const MAX_TRIES = 3000;

export const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > MAX_TRIES) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};
