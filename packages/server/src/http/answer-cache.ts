import type { Context, MiddlewareHandler } from 'hono';
import type { Meterline } from '../meterline.ts';
import type { Service } from '../service/service.ts';
import { MAX_SHARED_ANSWER_BYTES, MAX_SHARED_ANSWERS, SHARED_ANSWER_MS } from './limits.ts';

type Bytes = Uint8Array<ArrayBuffer>;

interface Shared {
  /** The answer, also while it is still being made; undefined when it is not one to be shared. */
  readonly answer: Promise<Bytes | undefined>;
  readonly reader: Meterline;
  readonly revision: number;
  readonly at: number;
}

/** Say what is just now, or do not end, or are too long. */
const NEVER_SHARED = /^\/api\/(status|stream|openapi\.json|login)$|\.csv$/;
const JSON_TYPE = 'application/json';

/**
 * Many pages hear at the same moment that the figures have moved and ask the same questions: each is answered once.
 * An answer is shared for a blink, and never past the moment at which the pages are told of something newer, or settings
 * are others; a change made through the API forgets all.
 */
export const answerCache = (service: Service): MiddlewareHandler => {
  const answers = new Map<string, Shared>();
  const isShared = (shared: Shared | undefined, reader: Meterline): shared is Shared => {
    const age = service.world.clock() - (shared?.at ?? 0);
    return (
      shared?.reader === reader &&
      shared.revision === service.activity().revision &&
      age >= 0 &&
      age <= SHARED_ANSWER_MS
    );
  };
  return async (c, next) => {
    if (c.req.method !== 'GET') {
      answers.clear();
      await next();
      answers.clear();
      return;
    }
    const reader = NEVER_SHARED.test(c.req.path) ? undefined : readable(service);
    if (!reader) return next();
    const known = answers.get(c.req.url);
    const bytes = isShared(known, reader) ? await known.answer : undefined;
    if (bytes) return c.body(bytes, 200, { 'content-type': JSON_TYPE });
    const { promise, resolve } = Promise.withResolvers<Bytes | undefined>();
    const at = service.world.clock();
    put(answers, c.req.url, { answer: promise, reader, revision: service.activity().revision, at });
    try {
      await next();
      resolve(await sharable(c));
    } finally {
      // Of no effect after the above; who waits for an answer that failed asks for itself.
      resolve(undefined);
    }
  };
};

/** Undefined while the ledger cannot be read: the handler says so where it needs it. */
const readable = (service: Service): Meterline | undefined => {
  try {
    return service.reader();
  } catch {
    return undefined;
  }
};

/** The oldest goes first. */
const put = (answers: Map<string, Shared>, url: string, shared: Shared): void => {
  answers.delete(url);
  const [oldest] = answers.keys();
  if (answers.size >= MAX_SHARED_ANSWERS && oldest !== undefined) answers.delete(oldest);
  answers.set(url, shared);
};

const sharable = async (c: Context): Promise<Bytes | undefined> => {
  if (c.res.status !== 200 || !(c.res.headers.get('content-type') ?? '').startsWith(JSON_TYPE))
    return undefined;
  const { headers } = c.res;
  const bytes = new Uint8Array(await c.res.arrayBuffer());
  c.res = new Response(bytes, { status: 200, headers });
  return bytes.length <= MAX_SHARED_ANSWER_BYTES ? bytes : undefined;
};
