import { z } from '@hono/zod-openapi';
import { count, instant, list, text } from '../schemas/primitives.ts';
import { reads } from './route.ts';

export const telemetry = reads({
  path: '/telemetry',
  summary: 'What has come by OpenTelemetry since the start',
  query: z.object({}),
  answer: z.object({
    zone: text(),
    now: instant(),
    requests: count(),
    records: count('Spans and log records; most are no calls.'),
    calls: list(
      z.object({
        dialect: text('Which way of telling it: `claude-code`, `gen-ai`, `vercel-ai` …'),
        calls: count('Those told twice count twice here; in the ledger they are one.'),
      }),
    ),
    rejected: count('Calls without a time that can be used, and records beyond the most of a request.'),
    metrics: count('Sums of calls that spans and logs tell of; never counted as calls.'),
    metricsOnly: list(text(), 'Programs that have sent metrics and no call: turn on their traces or logs.'),
  }),
});
