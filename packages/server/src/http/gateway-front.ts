import type { IncomingMessage, Server, ServerOptions, ServerResponse } from 'node:http';
import type { Fault } from '@meterline/core';
import type { GatewaySlot } from '../gateway/gateway-slot.ts';
import {
  CONNECTIONS_CHECK_MS,
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_MS,
  MAX_CONNECTIONS,
  MAX_HEADER_BYTES,
  REQUEST_TIMEOUT_MS,
} from './limits.ts';
import type { Guard } from './request-guards.ts';

/** The gateway on a port that it shares: what is below the name of an upstream is its own. */
export interface GatewayFront {
  readonly serverOptions: ServerOptions;
  /** False: the request is somebody else's, who also refuses what the guards refuse. */
  takes(request: IncomingMessage, response: ServerResponse): boolean;
  /** Bounds the server's connections and takes its upgrades. */
  watch(server: Server): void;
}

/** @param headersTimeoutMs After which a client that has not sent its headers is cut off. */
export const gatewayFront = (
  gateway: GatewaySlot,
  guards: readonly Guard[],
  headersTimeoutMs = HEADERS_TIMEOUT_MS,
): GatewayFront => ({
  serverOptions: {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: headersTimeoutMs,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CONNECTIONS_CHECK_MS,
  },
  // A page of another site, or one whose name was made to lead here, is refused before it costs anything.
  takes: (request, response) => refusedBy(guards, request) === undefined && gateway.handle(request, response),
  watch: (server) => {
    server.maxConnections = MAX_CONNECTIONS;
    server.on('upgrade', (request, socket, head) => {
      if (refusedBy(guards, request) !== undefined || !gateway.upgrade(request, socket, head))
        socket.destroy();
    });
  },
});

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
