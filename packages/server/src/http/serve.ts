import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { type Fault, fail, ok, type Result } from '@meterline/core';
import { type GatewaySlot, openGatewaySlot } from '../gateway/gateway-slot.ts';
import type { Service } from '../service/service.ts';
import { createApp } from './app.ts';
import {
  CLOSE_IDLE_EVERY_MS,
  CONNECTIONS_CHECK_MS,
  DRAIN_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  MAX_CONNECTIONS,
  MAX_HEADER_BYTES,
  MIN_TOKEN_CHARACTERS,
  REQUEST_TIMEOUT_MS,
  STOP_MS,
} from './limits.ts';
import { listen, urlOf } from './listen.ts';
import { type Guard, hostGuard, isLoopback, originGuard } from './request-guards.ts';
import { createStreams } from './stream.ts';

export const DEFAULT_HOST = '127.0.0.1';
export const DEFAULT_PORT = 6383;

export interface ServeOptions {
  /** Default 127.0.0.1. Any that others can reach needs a token. */
  readonly host?: string;
  /** Absent: 6383, or the next one that is free. 0: any. */
  readonly port?: number;
  /** Folder of the built dashboard. */
  readonly assets: string;
  /** Everything then asks for it. */
  readonly token?: string;
  /** Told of errors that nobody expected; they reach no answer. */
  readonly onUnexpected?: (error: unknown) => void;
}

/** A server that answers. */
export interface Serving {
  readonly url: string;
  readonly port: number;
  /** Only this machine reaches it. */
  readonly local: boolean;
  /** Why it is not the usual port. */
  readonly instead: Fault | null;
  /** Event streams that are open, and readers that were dropped for being slow. */
  streams(): { readonly open: number; readonly dropped: number };
  /** Accepts nothing more, ends the streams, lets running answers end. The service stays open. */
  stop(): Promise<void>;
}

/** Serves the dashboard and the API of an opened service. */
export const serve = async (service: Service, options: ServeOptions): Promise<Result<Serving>> => {
  const { host = DEFAULT_HOST, token, assets, onUnexpected = () => {} } = options;
  const refused = refusalOf(host, token);
  if (refused) return refused;
  const gateway = openGatewaySlot(service, !isLoopback(host));
  if (!gateway.ok) return gateway;
  const streams = createStreams(service.hub);
  const app = createApp(service, {
    host,
    assets,
    streams,
    onUnexpected,
    ...(token === undefined ? {} : { token }),
  });
  const server = serverOf(app.fetch as Fetch, gateway.value, [hostGuard(host), originGuard]);
  const listening = await listen(server, host, options.port ?? DEFAULT_PORT, options.port !== undefined);
  if (!listening.ok) {
    streams.end();
    await gateway.value.stop(0);
    return listening;
  }
  const { port, instead } = listening.value;
  return ok({
    url: urlOf(host, port),
    port,
    local: isLoopback(host),
    instead,
    streams: () => ({ open: streams.count(), dropped: streams.dropped() }),
    stop: async () => {
      streams.end();
      const drained = gateway.value.stop(DRAIN_MS);
      await stopServer(server, gateway.value.stats().open > 0 ? DRAIN_MS + STOP_MS : STOP_MS);
      await drained;
    },
  });
};

/** A connection counts as open until its client leaves it, so those whose answer has ended are closed. */
const stopServer = async (server: Server, milliseconds: number): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const timer = setTimeout(() => server.closeAllConnections(), milliseconds);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
};

const refusalOf = (host: string, token: string | undefined): Result<never> | undefined => {
  if (token !== undefined && token.length < MIN_TOKEN_CHARACTERS)
    return fail(
      'USAGE_FLAG_INVALID',
      `The token has ${token.length} characters, but must have at least ${MIN_TOKEN_CHARACTERS}.`,
      'A good one: openssl rand -hex 16',
    );
  if (token !== undefined || isLoopback(host)) return undefined;
  return fail(
    'HOST_NEEDS_TOKEN',
    `${host} can be reached from other machines, and whoever reaches it would see all figures and could change prices.`,
    'Give a token with --token or METERLINE_TOKEN; or leave --host out, which serves this machine only.',
  );
};

type Fetch = Parameters<typeof createAdaptorServer>[0]['fetch'];

/** One port for both: what is below the name of an upstream is the gateway's, everything else the app's. */
const serverOf = (fetch: Fetch, gateway: GatewaySlot, guards: readonly Guard[]): Server => {
  const server = createAdaptorServer({
    fetch,
    createServer: ((options: ServerOptions, answer: RequestListener) =>
      createServer(options, (request, response) => {
        if (isForGateway(request, response, gateway, guards)) return;
        answer(request, response);
      })) as typeof createServer,
    serverOptions: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    },
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('upgrade', (request, socket, head) => {
    if (refusedBy(guards, request) !== undefined || !gateway.upgrade(request, socket, head)) socket.destroy();
  });
  return server;
};

/** A page of another site, or one whose name was made to lead here, is refused before it costs anything. */
const isForGateway = (
  request: IncomingMessage,
  response: ServerResponse,
  gateway: GatewaySlot,
  guards: readonly Guard[],
): boolean => {
  // The app answers what is its own, and refuses with its own words.
  if (refusedBy(guards, request) !== undefined) return false;
  return gateway.handle(request, response);
};

const refusedBy = (guards: readonly Guard[], request: IncomingMessage): Fault | undefined => {
  const asking = {
    method: request.method ?? 'GET',
    path: request.url ?? '/',
    header: (name: string) => {
      const value = request.headers[name];
      return typeof value === 'string' ? value : value?.[0];
    },
  };
  for (const guard of guards) {
    const fault = guard(asking);
    if (fault !== undefined) return fault;
  }
  return undefined;
};
