import { z } from '@hono/zod-openapi';
import { count, instant, list, text } from '../schemas/primitives.ts';
import { reads } from './route.ts';

/** The lights of the page that tells how to connect a client. */
export const connections = reads({
  path: '/connections',
  summary: 'Which clients have called, and by which road',
  description:
    'By app, source and provider of the calls. A call that came by several roads counts for the one that knows its numbers best: gateway, SDK, sent, OpenTelemetry, log.',
  query: z.object({}),
  answer: z.object({
    zone: text(),
    now: instant(),
    rows: list(
      z.object({
        connection: text('Client and road: `claude-code.gateway`.'),
        calls: count(),
        firstDay: instant(
          'Start of the day of the zone on which the first call was made; null without any.',
        ).nullable(),
        lastAt: instant(
          'When the last call began; null without any that is still kept one by one.',
        ).nullable(),
      }),
      'Every connection that is known, also those without a call.',
    ),
  }),
});
