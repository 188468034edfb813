import { createRoute, z } from '@hono/zod-openapi';
import { QUOTA_KINDS, TOKEN_KINDS } from '@meterline/core';
import { problem } from '../schemas/answer.ts';
import { choice, count, list, number, text, yes } from '../schemas/primitives.ts';

const tokens = z.object(
  Object.fromEntries(TOKEN_KINDS.map((kind) => [kind, count().optional()])) as Record<
    (typeof TOKEN_KINDS)[number],
    z.ZodOptional<z.ZodInt>
  >,
);

/** Every field but those that make it a call (`ingest.test.ts` holds it against core's own list). */
const about = {
  id: text('Yours: the same id is the same call, however often it is sent.').optional(),
  time: text('ISO 8601; default now.').optional(),
  app: text('The program that made the call.').optional(),
  project: text().optional(),
  session: text().optional(),
  task: text('A piece of work: its calls have one sum.').optional(),
  agent: text().optional(),
  parentAgent: text().optional(),
  user: text().optional(),
  tenant: text().optional(),
  feature: text().optional(),
  environment: text().optional(),
  machine: text().optional(),
  channel: text().optional(),
  tags: z.record(z.string(), z.string()).optional(),
  status: choice(['ok', 'error', 'aborted'], 'Default ok.').optional(),
  httpStatus: count().optional(),
  errorType: text("The provider's word for it, never its message.").optional(),
  stopReason: text().optional(),
  attempt: count('From 1.').optional(),
  latencyMs: count().optional(),
  timeToFirstTokenMs: count().optional(),
  quotas: list(
    z.object({
      kind: choice(QUOTA_KINDS),
      limit: count('Of the whole window.').optional(),
      remaining: count('Left after the call.').optional(),
      resetAt: text('ISO 8601.').optional(),
    }),
    "What the answer's headers said is left of the provider's limits, each kind once.",
  ).optional(),
  modelAnswered: text('The model that answered, where it is another than was asked for.').optional(),
  serviceTier: text('As served: priority, flex …').optional(),
  batch: yes('At the price of a batch.').optional(),
  speed: text("fast: Anthropic's fast mode.").optional(),
  region: text('us, regional, or as the provider names it.').optional(),
  webSearches: count().optional(),
  toolCalls: count('Tools that the answer calls.').optional(),
  reportedCostUsd: number('What the provider says that it charges.').optional(),
  responseId: text(
    "The provider's id of the answer: where it is one of a kind it is the call's identity on every road.",
  ).optional(),
  part: text(
    "Which part of the answer: another model's work that is billed beside it, as advisor:0.",
  ).optional(),
  estimated: yes("The counts are not the provider's last word.").optional(),
  via: z.literal('sdk').optional().openapi({ description: "Meterline's own SDK says so of itself." }),
};

export const sentCall = z
  .object({ provider: text('Who bills.'), model: text('As it was asked for.'), tokens, ...about })
  .openapi('SentCall', { description: 'A call as you know it. Counts are disjoint: input is uncached.' });

export const sentResponse = z
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
