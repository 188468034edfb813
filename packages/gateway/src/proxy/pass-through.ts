import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, type Dispatcher } from 'undici';
import { sameHeaders } from './forward-headers.ts';
import { Relay, type RelayWatcher } from './relay.ts';
import { readBody } from './request-body.ts';

/** Hands requests on to another server of ours, as they are. */
export interface PassThrough {
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): Promise<void>;
}

/** @param origin Scheme, host and port. */
export const createPassThrough = (origin: string): PassThrough => {
  // Event streams are silent for as long as nothing happens.
  const agent = new Agent({ bodyTimeout: 0, headersTimeout: 0 });
  return {
    handle: (request, response) =>
      readBody(request, 0, (body) => {
        agent.dispatch(
          {
            origin,
            path: request.url ?? '/',
            method: (request.method ?? 'GET') as Dispatcher.HttpMethod,
            headers: sameHeaders(request.rawHeaders),
            body: body.kind === 'stream' ? body.stream : null,
          },
          new Relay(response, watcherOf(response), NOT_BILLED),
        );
      }),
    close: () => agent.destroy(),
  };
};

const NOT_BILLED = { billsAfterAbort: false, backgroundMs: 0, backgroundBytes: 0 };

const watcherOf = (response: ServerResponse): RelayWatcher => ({
  onHead: () => undefined,
  onBytes: () => true,
  onLeft: () => {},
  onEnd: (done) => done(),
  onBroken: () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(503, { 'content-length': 0, 'retry-after': '1' }).end();
  },
});
