import { randomBytes } from 'node:crypto';
import type { HttpBindings } from '@hono/node-server';
import { openApiDocument } from '@meterline/api';
import { type Fault, MeterlineError } from '@meterline/core';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { apiRoutes } from '../api/index.ts';
import type { Service } from '../service/service.ts';
import { createUploads } from '../upload/import-upload.ts';
import { type AccessToken, accessToken, sameSecret } from './access-token.ts';
import { answerCache } from './answer-cache.ts';
import { answerError, answerNothing } from './error-answers.ts';
import { answerImport, IMPORT_PATH } from './import-route.ts';
import { answerIngest, boundedIngest, INGEST_PATH } from './ingest-route.ts';
import { MAX_BODY_BYTES } from './limits.ts';
import { answerLogin, askForToken } from './login.ts';
import { answerOtlp, boundedOtlp, OTLP_PATHS } from './otlp-route.ts';
import { pageRoutes } from './page-routes.ts';
import { problemResponse } from './problem.ts';
import {
  type Asking,
  type Guard,
  hostGuard,
  isWrite,
  LOGIN_PATH,
  originGuard,
  pageTokenGuard,
} from './request-guards.ts';
import { NO_STORE, SECURITY_HEADERS } from './security-headers.ts';
import type { Streams } from './stream.ts';
import { answerStream } from './stream-route.ts';

export interface AppOptions {
  /** The address that is listened on. */
  readonly host: string;
  /** Folder of the built dashboard. */
  readonly assets: string;
  readonly token?: string;
  readonly streams: Streams;
  /** Told of errors that nobody expected; they reach no answer. */
  readonly onUnexpected: (error: unknown) => void;
}

export type AppEnv = { Bindings: HttpBindings };
export type App = Hono<AppEnv>;

/**
 * Everything that is answered under one address:
 *
 *     host → origin → token → calls that programs send
 *                             → body → page's token → /api/… · /api/stream · pages and their files
 *
 * What is refused, is not there or fails is a problem (RFC 9457) from the one table of errors.
 */
export const createApp = (service: Service, options: AppOptions): App => {
  const pageToken = randomBytes(24).toString('base64url');
  const access = options.token === undefined ? undefined : accessToken(options.token);
  const app: App = new Hono<AppEnv>();
  app.use(withHeaders);
  app.use(guarded(hostGuard(options.host)));
  app.use(guarded(originGuard));
  if (access) app.use(admitted(access));
  app.post(INGEST_PATH, boundedIngest, (c) => answerIngest(c, service));
  const uploads = createUploads(service);
  app.post(IMPORT_PATH, (c) => answerImport(c, service, uploads));
  for (const path of OTLP_PATHS) app.post(path, boundedOtlp, (c) => answerOtlp(c, service.otlp));
  app.use('/api/*', boundedBody, guarded(jsonGuard));
  app.use('/api/*', guarded(pageTokenGuard((given) => sameSecret(given, pageToken))));
  app.post(LOGIN_PATH, (c) => answerLogin(c, access));
  app.get('/api/stream', (c) => answerStream(c, options.streams));
  let document: ReturnType<typeof openApiDocument> | undefined;
  app.get('/api/openapi.json', (c) => {
    document ??= openApiDocument(service.version);
    return c.json(document);
  });
  app.use('/api/*', answerCache(service));
  app.route('/api', apiRoutes(service));
  pageRoutes(app, options.assets, pageToken);
  app.notFound((c) => answerNothing(c, app));
  app.onError((error) => answerError(error, options.onUnexpected));
  return app;
};

/** The answer is made again where its headers cannot be changed. */
const withHeaders: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) c.header(name, value);
  if (!c.res.headers.has('cache-control'))
    for (const [name, value] of Object.entries(NO_STORE)) c.header(name, value);
};

export const askingOf = (c: Context): Asking => ({
  method: c.req.method,
  path: c.req.path,
  header: (name) => c.req.header(name),
});

const guarded =
  (guard: Guard): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    const fault = guard(askingOf(c));
    if (fault) throw new MeterlineError(fault);
    await next();
  };

const TOO_LARGE: Fault = {
  code: 'BODY_TOO_LARGE',
  message: `A body may have ${MAX_BODY_BYTES} bytes.`,
};

// The rest of the body is not read, so the connection cannot be used again.
const boundedBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => problemResponse(TOO_LARGE, { connection: 'close' }),
});

const jsonGuard: Guard = (asking) => {
  if (!isWrite(asking) || /^application\/json\s*(;|$)/i.test(asking.header('content-type') ?? ''))
    return undefined;
  return { code: 'BODY_NOT_JSON', message: 'A change is sent with content-type application/json.' };
};

/** With a token everything asks for it; who opens a page in a browser is asked for it there. */
const admitted =
  (access: AccessToken): MiddlewareHandler<AppEnv> =>
  async (c, next) => {
    if (c.req.path === LOGIN_PATH || access.admits(askingOf(c))) return next();
    return askForToken(c);
  };
