import { z } from '@hono/zod-openapi';
import { QUOTA_KINDS } from '@meterline/core';
import { choice, count, instant, list, text } from '../schemas/primitives.ts';
import { reads } from './route.ts';

const quota = z
  .object({
    provider: text(),
    quota: choice(QUOTA_KINDS, 'As the provider counts.'),
    limit: count('Of the whole window.').nullable(),
    remaining: count('Left when it was said.').nullable(),
    resetAt: instant('When it is whole again.').nullable(),
    at: instant('When the provider said so, with the answer to a call.'),
  })
  .openapi('Quota');

export const quotas = reads({
  path: '/quotas',
  summary: 'What providers said last is left of their rate limits',
  query: z.object({}),
  answer: z.object({ zone: text(), now: instant(), rows: list(quota) }),
});
