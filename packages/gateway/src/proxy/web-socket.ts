import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Agent } from 'undici';
import { requestHeaders } from './forward-headers.ts';
import { OWN_KEY_HEADERS } from './provider-key.ts';
import type { Target } from './target.ts';

/** Hop-by-hop headers that the other side must see: they are what an upgrade is. */
const UPGRADE_HEADERS = /^(upgrade|sec-websocket-)/i;

export interface Passing {
  readonly agent: Agent;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly target: Target;
  /** The provider's key, where the client's is ours. */
  readonly set: Readonly<Record<string, string>>;
}

/** Passes a WebSocket through, byte for byte; what is said over it is not metered. */
export const passUpgrade = ({ agent, request, socket, head, target, set }: Passing): void => {
  const without = Object.keys(set).length === 0 ? undefined : OWN_KEY_HEADERS;
  agent.dispatch(
    {
      origin: target.origin,
      path: target.path,
      method: 'GET',
      upgrade: request.headers.upgrade ?? 'websocket',
      headers: requestHeaders(request.rawHeaders, { isHeld: false, without, set }),
    },
    {
      onConnect: (abort) => socket.once('close', () => abort()),
      onUpgrade: (status, headers, upstream) => {
        socket.write(headOf(status, headers));
        if (head.length > 0) upstream.write(head);
        join(socket, upstream);
        join(upstream, socket);
      },
      // Refused as a plain answer: its head is enough for a client that wanted a socket.
      onHeaders: (status) => {
        socket.end(`HTTP/1.1 ${status} Refused\r\nconnection: close\r\n\r\n`);
        return true;
      },
      onData: () => true,
      onComplete: () => {},
      onError: () => socket.destroy(),
    },
  );
};

const join = (from: Duplex, to: Duplex): void => {
  from.pipe(to);
  from.on('error', () => to.destroy());
  from.on('close', () => to.destroy());
};

const headOf = (status: number, headers: readonly (Buffer | string)[] | null): string => {
  const lines = [`HTTP/1.1 ${status} Switching Protocols`, 'connection: Upgrade'];
  for (let at = 0; at + 1 < (headers?.length ?? 0); at += 2) {
    const name = headers![at]!.toString();
    if (UPGRADE_HEADERS.test(name)) lines.push(`${name}: ${headers![at + 1]!.toString()}`);
  }
  return `${lines.join('\r\n')}\r\n\r\n`;
};
