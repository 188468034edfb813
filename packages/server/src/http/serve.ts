import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { type Fault, fail, ok, type Result } from '@meterline/core';
import { startFleet } from '../gateway/fleet/start-fleet.ts';
import { openGatewaySlot } from '../gateway/gateway-slot.ts';
import type { Service } from '../service/service.ts';
import { createApp } from './app.ts';
import { closerOf } from './close-server.ts';
import { type GatewayFront, gatewayFront } from './gateway-front.ts';
import { DRAIN_MS, MIN_TOKEN_CHARACTERS, STOP_MS } from './limits.ts';
import { type Listening, listen, urlOf } from './listen.ts';
import { hostGuard, isLoopback, originGuard } from './request-guards.ts';
import { createStreams, type Streams } from './stream.ts';

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
  /** Processes that share the port and meter; default 1, this one. */
  readonly workers?: number;
  /** After which a client that has not sent its headers is cut off; default `HEADERS_TIMEOUT_MS`. */
  readonly headersTimeoutMs?: number;
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

/** Serves the dashboard, the API and the gateway of an opened service. */
export const serve = async (service: Service, options: ServeOptions): Promise<Result<Serving>> => {
  const { host = DEFAULT_HOST, token } = options;
  const refused = refusalOf(host, token);
  if (refused) return refused;
  return (options.workers ?? 1) > 1 ? serveByFleet(service, options) : serveAlone(service, options);
};

const serveAlone = async (service: Service, options: ServeOptions): Promise<Result<Serving>> => {
  const { host = DEFAULT_HOST, port } = options;
  const gateway = openGatewaySlot({
    ...service,
    exposed: !isLoopback(host),
    onSettings: (listener) => onSettings(service, listener),
  });
  if (!gateway.ok) return gateway;
  const pages = pagesOf(service, options);
  const front = gatewayFront(gateway.value, [hostGuard(host), originGuard], options.headersTimeoutMs);
  const server = serverOf(pages.fetch, front);
  const close = closerOf(server);
  const listening = await listen(server, host, port ?? DEFAULT_PORT, port !== undefined);
  if (!listening.ok) {
    pages.streams.end();
    await gateway.value.stop(0);
    return listening;
  }
  return ok(
    servingOf(host, listening.value, pages.streams, async () => {
      const drained = gateway.value.stop(DRAIN_MS);
      await close(gateway.value.stats().open > 0 ? DRAIN_MS + STOP_MS : STOP_MS);
      await drained;
    }),
  );
};

const onSettings = ({ hub }: Service, listener: () => void): (() => void) =>
  hub.subscribe(({ event }) => {
    if (event.kind === 'settings') listener();
  });

/** Pages and API behind a port of this machine; before them processes that share the port that was asked for. */
const serveByFleet = async (service: Service, options: ServeOptions): Promise<Result<Serving>> => {
  const { host = DEFAULT_HOST, workers = 1 } = options;
  const found = await freePort(options);
  if (!found.ok) return found;
  const pages = pagesOf(service, options);
  const server = createAdaptorServer({ fetch: pages.fetch }) as Server;
  const close = closerOf(server);
  const inner = await listen(server, DEFAULT_HOST, 0, true);
  if (!inner.ok) return inner;
  const fleet = await startFleet({
    service,
    workers,
    start: {
      host,
      port: found.value.port,
      inner: urlOf(DEFAULT_HOST, inner.value.port),
      exposed: !isLoopback(host),
    },
  });
  const stopPages = (): Promise<void> => close(STOP_MS);
  if (!fleet.ok) {
    pages.streams.end();
    await stopPages();
    return fleet;
  }
  return ok(
    servingOf(host, found.value, pages.streams, async () => {
      await fleet.value.stop(DRAIN_MS);
      await stopPages();
    }),
  );
};

/** The port that all of them will share, found as a single one finds its own. */
const freePort = async ({ host = DEFAULT_HOST, port }: ServeOptions): Promise<Result<Listening>> => {
  const probe = createServer();
  const listening = await listen(probe, host, port ?? DEFAULT_PORT, port !== undefined);
  if (listening.ok) await new Promise((resolve) => probe.close(resolve));
  return listening;
};

interface Pages {
  readonly fetch: Fetch;
  readonly streams: Streams;
}

const pagesOf = (service: Service, options: ServeOptions): Pages => {
  const { host = DEFAULT_HOST, token, assets, onUnexpected = () => {} } = options;
  const streams = createStreams(service.hub);
  const app = createApp(service, {
    host,
    assets,
    streams,
    onUnexpected,
    ...(token === undefined ? {} : { token }),
  });
  return { fetch: app.fetch as Fetch, streams };
};

const servingOf = (
  host: string,
  { port, instead }: Listening,
  streams: Streams,
  stop: () => Promise<void>,
): Serving => ({
  url: urlOf(host, port),
  port,
  local: isLoopback(host),
  instead,
  streams: () => ({ open: streams.count(), dropped: streams.dropped() }),
  stop: async () => {
    streams.end();
    await stop();
  },
});

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
const serverOf = (fetch: Fetch, front: GatewayFront): Server => {
  const server = createAdaptorServer({
    fetch,
    createServer: ((options: ServerOptions, answer: RequestListener) =>
      createServer(options, (request, response) => {
        if (!front.takes(request, response)) answer(request, response);
      })) as typeof createServer,
    serverOptions: front.serverOptions,
  }) as Server;
  front.watch(server);
  return server;
};
