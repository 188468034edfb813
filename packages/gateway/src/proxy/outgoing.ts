import type { IncomingMessage } from 'node:http';
import type { Dispatcher } from 'undici';
import { requestHeaders } from './forward-headers.ts';
import { type Admission, OWN_KEY_HEADERS, pathOf } from './provider-key.ts';
import type { RequestBody } from './request-body.ts';
import type { Target } from './target.ts';

export interface Sending {
  readonly request: IncomingMessage;
  readonly target: Target;
  readonly admission: Exclude<Admission, { kind: 'refused' }>;
  readonly agent: Dispatcher;
}

/** Sends a client's request to its upstream, with the provider's key where the client's is ours. */
export const send = (
  { request, target, admission, agent }: Sending,
  body: RequestBody,
  handler: Dispatcher.DispatchHandler,
  more?: Readonly<Record<string, string>>,
): void => {
  const isOurs = admission.kind === 'ours';
  agent.dispatch(
    {
      origin: target.origin,
      path: pathOf(admission, target),
      method: (request.method ?? 'GET') as Dispatcher.HttpMethod,
      headers: requestHeaders(request.rawHeaders, {
        isHeld: body.kind === 'held',
        without: isOurs ? OWN_KEY_HEADERS : undefined,
        set: isOurs ? { ...admission.set, ...more } : more,
      }),
      body: body.kind === 'held' ? body.bytes : body.kind === 'stream' ? body.stream : null,
    },
    handler,
  );
};
