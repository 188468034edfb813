import { createRoute, z } from '@hono/zod-openapi';
import { TOKEN_KINDS } from '@meterline/core';
import { problem } from '../schemas/answer.ts';
import { choice, count, list, text } from '../schemas/primitives.ts';

const tokens = z.object(
  Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, count().optional()])) as Record<
    (typeof TOKEN_KINDS)[number],
    z.ZodOptional<z.ZodInt>
  >,
);

const about = {
  id: text('Yours: the same id is the same call, however often it is sent.').optional(),
  time: text('ISO 8601; default now.').optional(),
  app: text().optional(),
  project: text().optional(),
  session: text().optional(),
  task: text().optional(),
  agent: text().optional(),
  parentAgent: text('The agent that started this one.').optional(),
  user: text().optional(),
  tenant: text().optional(),
  feature: text().optional(),
  environment: text().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  status: choice(['ok', 'error', 'aborted']).optional(),
  attempt: count('Which try of the same request it was, from 1.').optional(),
  latencyMs: count().optional(),
  timeToFirstTokenMs: count().optional(),
  reportedCostUsd: z.number().optional(),
};

const sentCall = z
  .object({ provider: text('Who bills.'), model: text(), tokens, ...about })
  .openapi('SentCall', { description: 'A call as you know it. Counts are disjoint: input is uncached.' });

const sentResponse = z
  .object({ provider: text('Who bills.'), response: z.unknown(), model: text().optional(), ...about })
  .openapi('SentResponse', {
    description: "A provider's answer as it is: its usage is read, and nothing else of it is kept.",
  });

const sent = z.union([sentCall, sentResponse]);

/**
 * Takes calls of any program. Not among `ROUTES`: it reads lines and gzip as well, and judges each call by itself, so its
 * body is not validated as a whole.
 */
export const ingest = createRoute({
  method: 'post',
  path: '/events',
  summary: 'Record calls of your own',
  description:
    'One call, an array, or one a line (application/x-ndjson); gzip is read. Good calls are recorded whatever the others are. Needs no page token.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': { schema: z.union([sent, z.array(sent)]) },
        'application/x-ndjson': { schema: z.string() },
      },
    },
  },
  responses: {
    200: {
      description: 'What became of them',
      content: {
        'application/json': {
          schema: z.object({
            accepted: count(),
            rejected: count(),
            added: count('New in the ledger.'),
            merged: count('Known before, and now known better.'),
            unchanged: count('Known exactly so.'),
            items: list(
              z.object({
                index: count('Place in the request.'),
                status: choice(['accepted', 'rejected']),
                problems: list(z.object({ field: text(), message: text() })),
              }),
              'Those with something to say of them.',
            ),
          }),
        },
      },
    },
    400: {
      description: 'No call in it could be recorded.',
      content: { 'application/problem+json': { schema: problem } },
    },
    503: {
      description: 'The ledger cannot be written just now; send them again.',
      content: { 'application/problem+json': { schema: problem } },
    },
  },
});
