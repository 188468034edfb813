import { z } from '@hono/zod-openapi';
import { callRow } from './call.ts';
import { count, instant, list, nanoUsd, text, yes } from './primitives.ts';
import { usageRow, usageTotals } from './usage.ts';

const name = () => text().nullable();

/** A session with the totals of all its calls. */
export const sessionRow = usageTotals
  .extend({
    app: name(),
    session: text(),
    source: text(),
    parentSession: name(),
    project: name(),
    branch: name(),
    agent: name(),
    channel: name(),
    cron: name(),
    models: list(text(), 'The most called first.'),
    firstAt: instant(),
    lastAt: instant(),
  })
  .openapi('SessionRow');

const lapseTotals = z.object({
  lapses: count('A gap longer than the cache lives, then a write.'),
  lapsedTokens: count('Tokens written again.'),
  lapsesWithinHour: count('Of these, those that a cache of one hour would have spared.'),
  lapsedWithinHourTokens: count(),
});

export const sessionDetail = z
  .object({
    session: sessionRow,
    cronName: name(),
    models: list(usageRow, 'By provider and model.'),
    agents: list(
      z.object({
        agent: text('null: the main one.').nullable(),
        parent: name(),
        depth: count('How far below the session itself.'),
        usage: usageTotals,
      }),
    ),
    children: list(sessionRow, 'Sessions that this one started.'),
    lapses: lapseTotals,
    lapsedNanoUsd: nanoUsd('What the lapses cost, at base rates.').nullable(),
    unlogged: z
      .object({
        input: count(),
        output: count(),
        cacheRead: count(),
        cacheWrite: count(),
        total: count(),
        reportedNanoUsd: nanoUsd().nullable(),
      })
      .nullable()
      .openapi({ description: 'What the agent says it used beyond what it logged. Never in the sums.' }),
  })
  .openapi('SessionDetail');

/** A call in its place in the session. */
export const turn = z
  .object({
    call: callRow,
    parentAgent: name(),
    soFarNanoUsd: nanoUsd('List price of all calls up to this one.'),
    soFarUnpriced: yes('One of them has no price: the sum is a lower bound.'),
    gapMs: count('Since the call before it in the same chain; null for the first.').nullable(),
    lapse: z
      .object({
        tokens: count('Written again.'),
        withinHour: yes('A cache of one hour would have kept it.'),
        nanoUsd: nanoUsd('What writing it again cost instead of reading it, at base rates.').nullable(),
      })
      .nullable()
      .openapi({ description: 'The cache had expired in the gap and was written again.' }),
  })
  .openapi('Turn');

export { lapseTotals };
