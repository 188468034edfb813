import { z } from '@hono/zod-openapi';
import { answered, previousRange } from '../schemas/answer.ts';
import { choice, list, nanoUsd, orNull, ratio, text, yes } from '../schemas/primitives.ts';
import { asked, compare, whole } from '../schemas/question.ts';
import { lapseTotals, sessionRow } from '../schemas/session.ts';
import { usageTotals } from '../schemas/usage.ts';
import { reads, readsCsv } from './route.ts';

const cacheUse = lapseTotals
  .extend({
    usage: usageTotals,
    hitRate: ratio('Cache reads over all input.'),
    netSavedNanoUsd: nanoUsd(
      'Against no cache, less what writing cost: below 0 the cache cost more. null without a price.',
    ).nullable(),
    lapsedNanoUsd: nanoUsd('What the lapses cost at base rates.').nullable(),
    oneHourGainNanoUsd: nanoUsd(
      'What a cache of one hour would have gained (below 0: cost) instead of one of 5 minutes; null where unknown.',
    ).nullable(),
  })
  .openapi('CacheUse');

const cacheQuery = z.object({ ...asked, compare: compare.optional() });

export const cache = reads({
  path: '/cache',
  summary: 'What prompt caching saved, and what it lost',
  query: cacheQuery.extend({ limit: whole(1, 100, 'Rows of each list; default 20.').optional() }),
  answer: z.object({
    ...answered,
    previousRange,
    totals: cacheUse,
    previous: orNull(cacheUse),
    models: list(
      cacheUse.extend({ key: z.object({ provider: text().nullable(), model: text().nullable() }) }),
    ),
    projects: list(cacheUse.extend({ key: z.object({ project: text().nullable() }) })),
    sessions: list(sessionRow, 'Those that waste most: the whole session, not only the range.'),
    oneHour: list(
      z.object({
        model: text().nullable(),
        provider: text().nullable(),
        project: text().nullable(),
        gainNanoUsd: nanoUsd(),
        lapsesWithinHour: z.int(),
      }),
      'Models in projects whose calls would pay for a 1-hour time to live.',
    ),
    estimated: yes(
      'Rates beyond the base ones (context tiers, batch) were in play: lapses are valued at base rates.',
    ),
  }),
});

export const cacheCsv = readsCsv({
  path: '/cache.csv',
  summary: 'By model, project or session as CSV',
  query: cacheQuery.extend({
    list: choice(['models', 'projects', 'sessions', 'oneHour'], 'Which of the lists.'),
  }),
});
