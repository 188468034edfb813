import { z } from '@hono/zod-openapi';
import { answered } from '../schemas/answer.ts';
import { count, instant, list, nanoUsd, text } from '../schemas/primitives.ts';
import { asked } from '../schemas/question.ts';
import { usageTotals } from '../schemas/usage.ts';
import { reads, readsCsv } from './route.ts';

export const activity = reads({
  path: '/activity',
  summary: 'The week, hour by hour',
  query: z.object(asked),
  answer: z.object({
    ...answered,
    week: list(
      z.object({ weekday: count('0 is Monday.'), hour: count('0 to 23, in the zone.'), totals: usageTotals }),
      'The hours that have calls: each the sum of all such hours of the range.',
    ),
    totals: usageTotals,
  }),
});

export const activityCsv = readsCsv({
  path: '/activity.csv',
  summary: 'The same as CSV',
  query: z.object(asked),
});

export const cron = reads({
  path: '/cron',
  summary: 'Scheduled jobs: runs and what a run costs',
  query: z.object(asked),
  answer: z.object({
    ...answered,
    jobs: list(
      z.object({
        app: text().nullable(),
        cron: text('Its id.'),
        name: text('Its name in its own program.').nullable(),
        runs: count('Sessions of it with calls in the range.'),
        lastAt: instant().nullable(),
        averageNanoUsd: nanoUsd('List price of a run.').nullable(),
        usage: usageTotals,
      }),
    ),
    totals: usageTotals,
  }),
});

export const cronCsv = readsCsv({ path: '/cron.csv', summary: 'The same as CSV', query: z.object(asked) });
