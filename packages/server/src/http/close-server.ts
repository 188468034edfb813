import type { Server } from 'node:http';
import { CLOSE_IDLE_EVERY_MS } from './limits.ts';

/** A connection counts as open until its client leaves it, so those whose answer has ended are closed. */
export const closeServer = async (server: Server, milliseconds: number): Promise<void> => {
  const closed = new Promise((resolve) => server.close(resolve));
  const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_EVERY_MS);
  const timer = setTimeout(() => server.closeAllConnections(), milliseconds);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
};
