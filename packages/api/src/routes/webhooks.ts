import { createRoute, z } from '@hono/zod-openapi';
import { problem } from '../schemas/answer.ts';
import { choice, count, instant, list, text, yes } from '../schemas/primitives.ts';
import { reads, writes } from './route.ts';

const webhook = z
  .object({
    name: text(),
    url: text('Scheme and host.'),
    secretEnv: text('Environment variable with its secret.'),
    secretFault: text('Why nothing can be signed; null: the secret is there.').nullable(),
    events: choice(['calls', 'rollups']),
    every: choice(['1m', '5m', '15m', '1h', '1d'], 'Of rollups.').nullable(),
    by: list(text(), 'Dimensions of rollups.'),
    where: list(text(), 'Filters.'),
    state: choice(
      ['new', 'ok', 'retrying', 'disabled'],
      '`new`: not begun. `retrying`: the last try failed. `disabled`: the receiver answered 410.',
    ),
    since: instant('Calls that started before are not sent.').nullable(),
    delivered: count(),
    waiting: count('Changes of the ledger, and rollups, that are still to be sent.'),
    givenUp: count('Messages that failed as often as any may.'),
    dropped: count('Changes that were no longer kept.'),
    lastDeliveredAt: instant().nullable(),
    lastError: z.object({ at: instant(), reason: text() }).nullable(),
    nextTryAt: instant().nullable(),
    replay: z.object({ from: instant(), to: instant(), sent: count() }).nullable(),
  })
  .openapi('Webhook');

const webhooksAnswer = z.object({
  zone: text(),
  now: instant(),
  delivering: yes('A service that runs sends them.'),
  rows: list(webhook),
});

/** They are set in meterline.toml or by `meterline webhooks add`, never here: a page must not say where figures go. */
export const webhooks = reads({
  path: '/webhooks',
  summary: 'Where news of calls is sent, and how that goes',
  query: z.object({}),
  answer: webhooksAnswer,
});

const name = z.string().max(64);

export const testWebhook = writes({
  method: 'post',
  path: '/webhooks/test',
  summary: 'Send a test message now',
  description: 'Where it is delivered, a webhook that rested or was disabled goes on at once.',
  body: z.object({ name }).strict(),
  answer: z.object({ delivered: yes(), result: text('`HTTP 204`, `ECONNREFUSED` …') }),
});

const replay = writes({
  method: 'post',
  path: '/webhooks/replay',
  summary: 'Send everything of a range again, in the background',
  body: z.object({ name, from: z.int().min(0), to: z.int().min(0).optional() }).strict(),
  answer: webhooksAnswer,
});

export const replayWebhook = createRoute({
  ...replay,
  responses: {
    ...replay.responses,
    409: {
      description: 'One is under way.',
      content: { 'application/problem+json': { schema: problem } },
    },
  },
});
