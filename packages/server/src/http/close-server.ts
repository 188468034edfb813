import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { CLOSE_IDLE_EVERY_MS } from './limits.ts';

/** Ends a server: lets running answers end, at most so many milliseconds. */
export type CloseServer = (milliseconds: number) => Promise<void>;

/**
 * For a server that is made, what ends it. A connection counts as open until its client leaves it, so those whose answer
 * has ended are closed, and those on which nothing has come yet: browsers open such in advance, and Node takes them for
 * busy.
 */
export const closerOf = (server: Server): CloseServer => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const closeIdle = (): void => {
    server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  return async (milliseconds) => {
    const closed = new Promise((resolve) => server.close(resolve));
    const idle = setInterval(closeIdle, CLOSE_IDLE_EVERY_MS);
    const timer = setTimeout(() => server.closeAllConnections(), milliseconds);
    await closed;
    clearInterval(idle);
    clearTimeout(timer);
  };
};
