import { type Fault, faultOf } from '@meterline/core';
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { RequestInvalid } from '../api/request-invalid.ts';
import type { App } from './app.ts';
import { problemResponse } from './problem.ts';

/** A second or two later it may work. */
const RETRY_AFTER = { 'retry-after': '2' };

/** Faults say what they are; of anything else only that it happened is said. */
export const answerError = (error: unknown, onUnexpected: (error: unknown) => void): Response => {
  if (error instanceof RequestInvalid) return problemResponse(error.meterlineFault, {}, error.issues);
  const fault = faultOf(error) ?? httpFault(error);
  if (!fault) onUnexpected(error);
  const { code } = fault ?? UNEXPECTED;
  return problemResponse(fault ?? UNEXPECTED, code.startsWith('LEDGER_') ? RETRY_AFTER : {});
};

const UNEXPECTED: Fault = {
  code: 'INTERNAL',
  message: 'Meterline met a fault of its own.',
  hint: 'Start it with METERLINE_DEBUG=1 to see where, and report that.',
};

/** What hono itself refuses: a body that is no JSON. */
const httpFault = (error: unknown): Fault | undefined => {
  const refused =
    (error instanceof HTTPException && error.status < 500) ||
    (error instanceof SyntaxError && /JSON/.test(error.message));
  return refused ? { code: 'REQUEST_INVALID', message: 'The body is not valid JSON.' } : undefined;
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** Nothing at that address; or something, but not for that method. */
export const answerNothing = (c: Context, app: App): Response => {
  const allowed = METHODS.filter((method) =>
    app.router
      .match(method, c.req.path)[0]
      .some(([[, route]]) => route.method === method && !route.path.endsWith('*')),
  );
  if (allowed.length === 0)
    return problemResponse({
      code: 'ROUTE_NOT_FOUND',
      message: 'There is nothing at this address.',
      hint: 'All addresses of the API are listed in /api/openapi.json.',
    });
  return problemResponse(
    { code: 'METHOD_NOT_ALLOWED', message: `This address answers ${allowed.join(' and ')} only.` },
    { allow: allowed.join(', ') },
  );
};
