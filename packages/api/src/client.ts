import type { z } from '@hono/zod-openapi';
import type { Routes } from './routes/index.ts';
import type { problem } from './schemas/answer.ts';
import type { liveCall } from './schemas/call.ts';

/**
 * The API as functions of the browser's `fetch`, typed from the route values. Only types are imported: no schema and
 * no library reaches the page.
 */

type AnyRoute = Routes[keyof Routes];
type Gets = Extract<AnyRoute, { method: 'get' }>;
type Writes = Exclude<AnyRoute, { method: 'get' }>;

export type GetPath = Gets['path'];
export type WritePath = Writes['path'];
type RouteAt<P> = Extract<AnyRoute, { path: P }>;
type WriteAt<P, M> = Extract<Writes, { path: P; method: M }>;
type QueryOf<R> = R extends { request: { query: infer Q extends z.ZodType } } ? z.input<Q> : never;
type BodyOf<R> = R extends {
  request: { body: { content: { 'application/json': { schema: infer B extends z.ZodType } } } };
}
  ? z.input<B>
  : never;
type AnswerOf<R> = R extends {
  responses: { 200: { content: { 'application/json': { schema: infer A extends z.ZodType } } } };
}
  ? z.output<A>
  : never;

/** Parameters of a path that are asked in its query. */
export type Query<P extends GetPath> = QueryOf<Extract<RouteAt<P>, { method: 'get' }>>;
export type Answer<P extends GetPath | WritePath> = AnswerOf<RouteAt<P>>;
export type GetAnswer<P extends GetPath> = AnswerOf<Extract<RouteAt<P>, { method: 'get' }>>;
export type WriteMethod = Writes['method'];
export type Body<P extends WritePath, M extends WriteMethod> = BodyOf<WriteAt<P, M>>;
export type WriteAnswer<P extends WritePath, M extends WriteMethod> = AnswerOf<WriteAt<P, M>>;
/** An event `call` of the stream. */
export type LiveCall = z.output<typeof liveCall>;
export type Problem = z.output<typeof problem>;

/** What the server refused, as it said it; or `status` 0 where it did not answer. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

type Value = string | number | boolean | readonly string[] | undefined;

/** `/api/sessions/a%2Fb?app=codex`: names of the path are filled in, lists repeat their parameter. */
export const apiUrl = (
  path: string,
  params: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string => {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query as Record<string, Value>)) {
    if (value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const text = search.toString();
  return `/api${filled}${text === '' ? '' : `?${text}`}`;
};

export interface ApiClient {
  get<P extends GetPath>(
    path: P,
    query: Query<P>,
    options?: { readonly params?: Readonly<Record<string, string>>; readonly signal?: AbortSignal },
  ): Promise<GetAnswer<P>>;
  write<P extends WritePath, M extends Extract<Writes, { path: P }>['method']>(
    method: M,
    path: P,
    body: Body<P, M>,
  ): Promise<AnswerOf<WriteAt<P, M>>>;
}

/** `token` gives the page's token for changes; it is asked again after `renewToken` when the server has a new one. */
export const apiClient = (world: {
  readonly fetch: typeof fetch;
  readonly token: () => string;
  readonly renewToken?: () => Promise<void>;
}): ApiClient => {
  const send = async (url: string, init: RequestInit): Promise<Response> => {
    try {
      return await world.fetch(url, init);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') throw error;
      throw new ApiError({
        type: 'about:blank',
        title: 'Meterline does not answer.',
        status: 0,
        code: 'UNREACHABLE',
        hint: 'Is `meterline start` still running?',
      });
    }
  };
  const write = (method: string, path: string, body: unknown): Promise<Response> =>
    send(apiUrl(path), {
      method: method.toUpperCase(),
      headers: { 'content-type': 'application/json', 'x-meterline-token': world.token() },
      body: JSON.stringify(body),
    });
  return {
    get: async (path, query, options = {}) =>
      (await answerOf(
        await send(apiUrl(path, options.params, query as Record<string, unknown>), {
          headers: { accept: 'application/json' },
          ...(options.signal ? { signal: options.signal } : {}),
        }),
      )) as never,
    write: async (method, path, body) => {
      const first = await write(method, path, body);
      if (first.status !== 403 || world.renewToken === undefined) return (await answerOf(first)) as never;
      await world.renewToken();
      return (await answerOf(await write(method, path, body))) as never;
    },
  };
};

const answerOf = async (response: Response): Promise<unknown> => {
  if (response.ok) return response.json();
  throw new ApiError(await problemOf(response));
};

/** What is between us and the server may answer with anything. */
const problemOf = async (response: Response): Promise<Problem> => {
  const title = `The server answered ${response.status}.`;
  const unknown: Problem = { type: 'about:blank', title, status: response.status, code: 'UNKNOWN' };
  try {
    return { ...unknown, ...((await response.json()) as Partial<Problem>) };
  } catch {
    return unknown;
  }
};
