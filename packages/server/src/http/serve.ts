import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { type Fault, fail, ok, type Result } from '@meterline/core';
import type { Service } from '../service/service.ts';
import { createApp } from './app.ts';
import {
  CLOSE_IDLE_EVERY_MS,
  CONNECTIONS_CHECK_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  MAX_CONNECTIONS,
  MAX_HEADER_BYTES,
  MIN_TOKEN_CHARACTERS,
  REQUEST_TIMEOUT_MS,
  STOP_MS,
} from './limits.ts';
import { listen, urlOf } from './listen.ts';
import { isLoopback } from './request-guards.ts';
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
  const streams = createStreams(service.hub);
  const app = createApp(service, {
    host,
    assets,
    streams,
    onUnexpected,
    ...(token === undefined ? {} : { token }),
  });
  const server = serverOf(app.fetch as Parameters<typeof createAdaptorServer>[0]['fetch']);
  const listening = await listen(server, host, options.port ?? DEFAULT_PORT, options.port !== undefined);
  if (!listening.ok) {
    streams.end();
    return listening;
  }
  const { port, instead } = listening.value;
  return ok({
    url: urlOf(host, port),
    port,
    local: isLoopback(host),
    instead,
    streams: () => ({ open: streams.count(), dropped: streams.dropped() }),
    stop: () => {
      streams.end();
      return stopServer(server);
    },
  });
};

/** A connection counts as open until its client leaves it, so those whose answer has ended are closed. */
const stopServer = async (server: Server): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const timer = setTimeout(() => server.closeAllConnections(), STOP_MS);
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

const serverOf = (fetch: Parameters<typeof createAdaptorServer>[0]['fetch']): Server => {
  const server = createAdaptorServer({
    fetch,
    serverOptions: {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
    },
  }) as Server;
  server.maxConnections = MAX_CONNECTIONS;
  return server;
};
