import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context } from 'hono';
import type { AppEnv } from './app.ts';
import { problemResponse } from './problem.ts';
import { NO_STORE, SECURITY_HEADERS } from './security-headers.ts';
import type { Streams } from './stream.ts';

/** `/api/stream`: resumes after `Last-Event-ID`, or after `?after=` where a header cannot be set. */
export const answerStream = (c: Context<AppEnv>, streams: Streams): Response => {
  if (streams.full())
    return problemResponse(
      { code: 'STREAMS_FULL', message: `${streams.count()} pages listen already.`, hint: 'Close some.' },
      { 'retry-after': '10' },
    );
  if (c.req.method === 'HEAD') return c.body(null, 200, { 'content-type': 'text/event-stream' });
  const afterId = c.req.header('last-event-id') ?? c.req.query('after');
  streams.open(c.env.outgoing, { ...SECURITY_HEADERS, ...NO_STORE }, afterId);
  return RESPONSE_ALREADY_SENT;
};
