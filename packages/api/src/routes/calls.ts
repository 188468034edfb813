import { z } from '@hono/zod-openapi';
import { CALL_STATUSES } from '@meterline/core';
import { answered } from '../schemas/answer.ts';
import { callDetail, callRow, explanation } from '../schemas/call.ts';
import { count, instant, list, text, yes } from '../schemas/primitives.ts';
import { asked, whole } from '../schemas/question.ts';
import { usageTotals } from '../schemas/usage.ts';
import { reads, readsCsv, readsOne } from './route.ts';

export const ASKED_STATUSES = [...CALL_STATUSES, 'failed'] as const;

/** Where a list goes on: what `next` of the page before said. */
const after = z
  .string()
  .regex(/^\d{1,16}-[0-9a-f]{16}$/, 'Must be what the page before gave as next.')
  .transform((place) => {
    const [startedAt = '', id = ''] = place.split('-');
    return { startedAt: Number(startedAt), id };
  })
  .optional()
  .openapi({ type: 'string', description: 'Only calls behind this place: `next` of the page before.' });

const callsQuery = {
  ...asked,
  status: z
    .enum(ASKED_STATUSES)
    .optional()
    .openapi({ description: 'Only calls that ended so; failed: in any way but ok.' }),
  unpriced: z.enum(['yes']).optional().openapi({ description: 'yes: only calls that have no known price.' }),
  order: z.enum(['newest', 'oldest']).optional().openapi({ description: 'Default newest.' }),
};

export const calls = reads({
  path: '/calls',
  summary: 'Single calls, the newest first, page by page',
  query: z.object({ ...callsQuery, after, limit: whole(1, 1000, 'Default 100.').optional() }),
  answer: z.object({
    ...answered,
    rows: list(callRow),
    next: text('Given as `after` it gives the page behind this one; null at the end.').nullable(),
    matching: count(
      'Calls that match, those of which only sums are still kept included; null where no sum tells.',
    ).nullable(),
    totals: usageTotals.openapi({ description: 'Of the range and the filters, however the calls ended.' }),
  }),
});

export const callsCsv = readsCsv({
  path: '/calls.csv',
  summary: 'Every call of the range, streamed',
  query: z.object(callsQuery),
});

const oneCall = z.object({
  call: z.string().min(1).max(512).openapi({ description: 'Its id, or a beginning of 6 characters.' }),
});

export const call = readsOne({
  path: '/calls/{call}',
  summary: 'One call, and how its cost came about',
  params: oneCall,
  query: z.object({}),
  answer: z.object({ call: callDetail, explanation }),
});

export const callAttempts = readsOne({
  path: '/calls/{call}/attempts',
  summary: 'Calls with the same prompt shortly before and after it, itself included',
  description: 'A prompt is known again by its keyed fingerprint, which never leaves the ledger.',
  params: oneCall,
  query: z.object({}),
  answer: z.object({
    recognised: yes('The call has a fingerprint of its prompt; without it no other attempt can be found.'),
    from: instant('Looked at from here,'),
    to: instant('to here (excluded).'),
    complete: yes('Every call of that time was looked at.'),
    attempts: list(callRow, 'The oldest first; only the call itself where none is like it.'),
  }),
});

/** Calls as they happen. */
export const live = reads({
  path: '/live',
  summary: 'The last minutes, minute by minute, and the newest calls',
  query: z.object({
    where: asked.where,
    minutes: whole(1, 180, 'Default 60.').optional(),
    limit: whole(1, 500, 'Newest calls; default 100.').optional(),
  }),
  answer: z.object({
    zone: text(),
    now: instant(),
    minutes: list(z.object({ start: instant(), totals: usageTotals }), 'Every minute, the oldest first.'),
    totals: usageTotals,
    today: usageTotals.openapi({ description: 'Since midnight in the zone.' }),
    calls: list(callRow, 'The newest first.'),
  }),
});
