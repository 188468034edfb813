import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CANARY } from './canaries.ts';
import { CANARY_WIRES, type CanaryWire } from './canary-wires.ts';

/** How the upstream behaves, said in the header `x-behave`, which is no header of ours and so reaches it. */
export type Behaviour = 'whole' | 'stream' | 'break' | 'hang' | keyof typeof REFUSALS;

/** Errors with what was asked in them, in the many forms in which hosts write them. */
const REFUSALS = {
  refuseAnthropic: [
    400,
    'application/json',
    JSON.stringify({ type: 'error', error: { type: 'invalid_request_error', message: CANARY } }),
  ],
  refuseOpenai: [
    429,
    'application/json',
    JSON.stringify({
      error: { type: 'tokens', code: 'rate_limit_exceeded', message: CANARY, param: CANARY },
    }),
  ],
  refuseText: [500, 'text/plain', `${CANARY} went wrong`],
  refuseHtml: [502, 'text/html', `<html><title>${CANARY}</title></html>`],
  refuseBareText: [
    404,
    'application/json',
    JSON.stringify({ error: CANARY, detail: [{ msg: CANARY, input: CANARY }] }),
  ],
  refuseInWords: [
    400,
    'application/json',
    JSON.stringify({ error: { type: `${CANARY} is not allowed`, code: `Wrong: ${CANARY}` } }),
  ],
} as const;

export const BEHAVIOURS: readonly Behaviour[] = [
  'whole',
  'stream',
  'break',
  'hang',
  ...(Object.keys(REFUSALS) as (keyof typeof REFUSALS)[]),
];

export interface CanaryUpstream {
  readonly url: string;
  /** All that it got: lines of requests, headers and bodies. */
  readonly got: () => string;
  close(): Promise<void>;
}

/** Speaks every wire, and has canaries in whatever it says. */
export const startCanaryUpstream = async (): Promise<CanaryUpstream> => {
  const got: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The client has left while it was asking.
    }
    got.push(`${request.method} ${request.url}\n${request.rawHeaders.join('\n')}\n${Buffer.concat(chunks)}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got: () => got.join('\n'),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** Headers of an answer are nobody's business either, but for what is left of a limit. */
const HEADERS = {
  'set-cookie': `session=${CANARY}`,
  'x-request-id': CANARY,
  'request-id': CANARY,
  server: CANARY,
  // Numbers of limits are kept, and no word that stands where they should.
  'anthropic-ratelimit-requests-limit': CANARY,
  'anthropic-ratelimit-tokens-remaining': '7',
  'anthropic-ratelimit-tokens-reset': CANARY,
  'x-ratelimit-remaining-requests': CANARY,
  'x-ratelimit-remaining-tokens': '7',
  'x-ratelimit-reset-tokens': CANARY,
  [`anthropic-ratelimit-${CANARY.toLowerCase()}-remaining`]: '7',
};

const answer = (request: IncomingMessage, response: ServerResponse): void => {
  const behaviour = String(request.headers['x-behave'] ?? 'whole');
  if (behaviour in REFUSALS) {
    const [status, type, text] = REFUSALS[behaviour as keyof typeof REFUSALS];
    response.writeHead(status, { ...HEADERS, 'content-type': type }).end(text);
    return;
  }
  const wire = wireOf(request.url ?? '');
  if (behaviour === 'whole' || wire?.stream === undefined) {
    response.writeHead(200, { ...HEADERS, 'content-type': 'application/json' });
    response.end(JSON.stringify(wire?.whole ?? { note: CANARY }));
    return;
  }
  const { type, bytes } = wire.stream;
  response.writeHead(200, { ...HEADERS, 'content-type': type });
  // Cut where no line ends.
  const half = Math.floor(bytes.length / 2) - 3;
  response.write(bytes.subarray(0, half));
  if (behaviour === 'hang') return;
  setImmediate(() => (behaviour === 'break' ? response.destroy() : response.end(bytes.subarray(half))));
};

/** Without the name of the upstream, which the gateway takes off. */
const below = (path: string): string => path.replace(/^\/[a-z]+/, '').replace(/\?.*/, '');

const wireOf = (url: string): CanaryWire | undefined =>
  Object.values(CANARY_WIRES).find(({ path, streamPath = path }) =>
    [path, streamPath].some((one) => below(one) === url.replace(/\?.*/, '')),
  );
