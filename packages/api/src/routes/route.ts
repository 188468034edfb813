import { createRoute, type RouteConfig, z } from '@hono/zod-openapi';
import { problem } from '../schemas/answer.ts';

const PROBLEM = { 'application/problem+json': { schema: problem } };

/** Every route can refuse: what was asked, or because the ledger cannot be read just now. */
const REFUSALS = {
  400: { description: 'A parameter cannot be used.', content: PROBLEM },
  503: { description: 'The ledger cannot be read just now.', content: PROBLEM },
} as const;
const NOT_FOUND = { 404: { description: 'There is no such thing.', content: PROBLEM } } as const;
const FORBIDDEN = {
  403: { description: "The page's token is missing or of an earlier run.", content: PROBLEM },
} as const;

type Query = z.ZodObject;
const NO_QUERY = z.object({});

interface Reading<P extends string, Q extends Query, S extends z.ZodType> {
  readonly path: P;
  readonly summary: string;
  readonly description?: string;
  readonly query: Q;
  readonly answer: S;
}

/** A question without parameters in its path. */
export const reads = <const P extends string, Q extends Query, S extends z.ZodType>(
  route: Reading<P, Q, S>,
) =>
  createRoute({
    method: 'get',
    path: route.path,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    request: { query: route.query },
    responses: {
      200: { description: route.summary, content: { 'application/json': { schema: route.answer } } },
      ...REFUSALS,
    },
  });

/** A question about one thing, which may not be there. */
export const readsOne = <const P extends string, T extends Query, Q extends Query, S extends z.ZodType>(
  route: Reading<P, Q, S> & { readonly params: T },
) =>
  createRoute({
    method: 'get',
    path: route.path,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    request: { params: route.params, query: route.query },
    responses: {
      200: { description: route.summary, content: { 'application/json': { schema: route.answer } } },
      ...REFUSALS,
      ...NOT_FOUND,
    },
  });

/** The rows of a report as CSV, streamed: no number of rows fills memory. */
export const readsCsv = <const P extends string, Q extends Query>(route: {
  readonly path: P;
  readonly summary: string;
  readonly query: Q;
}) =>
  createRoute({
    method: 'get',
    path: route.path,
    summary: route.summary,
    request: { query: route.query },
    responses: {
      200: { description: route.summary, content: { 'text/csv': { schema: z.string() } } },
      ...REFUSALS,
    },
  });

/** The same of one thing, which may not be there. */
export const readsCsvOfOne = <const P extends string, Q extends Query>(route: {
  readonly path: P;
  readonly summary: string;
  readonly query: Q;
}) =>
  createRoute({
    method: 'get',
    path: route.path,
    summary: route.summary,
    request: { query: route.query },
    responses: {
      200: { description: route.summary, content: { 'text/csv': { schema: z.string() } } },
      ...REFUSALS,
      ...NOT_FOUND,
    },
  });

/** A change. Needs the page's token in the header `x-meterline-token`. */
export const writes = <
  const M extends 'post' | 'put' | 'patch' | 'delete',
  const P extends string,
  B extends z.ZodType,
  S extends z.ZodType,
>(route: {
  readonly method: M;
  readonly path: P;
  readonly summary: string;
  readonly description?: string;
  readonly body: B;
  readonly answer: S;
}) =>
  createRoute({
    method: route.method,
    path: route.path,
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    request: { body: { required: true, content: { 'application/json': { schema: route.body } } } },
    responses: {
      200: { description: route.summary, content: { 'application/json': { schema: route.answer } } },
      ...REFUSALS,
      ...NOT_FOUND,
      ...FORBIDDEN,
    },
  });

export type { RouteConfig };
export { NO_QUERY };
