import { z } from '@hono/zod-openapi';
import { callRow } from './call.ts';
import { count, instant, list, nanoUsd, text, yes } from './primitives.ts';
import { usageRow, usageTotals } from './usage.ts';

const name = () => text().nullable();

/** A task with the totals of all its hops. */
export const taskRow = usageTotals
  .extend({
    task: text('Its id: a task runs through sessions, agents and programs.'),
    apps: list(text(), 'The most called first.'),
    agents: list(text(), 'The most called first.'),
    models: list(text(), 'The most called first.'),
    sessions: count('Different sessions that its hops name.'),
    project: name(),
    feature: name(),
    user: name(),
    firstAt: instant('Start of its first hop.'),
    lastAt: instant('Start of its last hop.'),
    endedAt: instant('End of the hop that ended last, as far as hops say how long they took.'),
  })
  .openapi('TaskRow');

const timing = z
  .object({
    wallMs: count('From the first start to the last end.'),
    inCallsMs: count('Some hop was on its way; a lower bound where untimedHops is not 0.'),
    parallelMs: count('Of this, two or more at once.'),
    waitingMs: count('No hop was on its way; null where hops do not say how long they took.').nullable(),
    mostAtOnce: count('The most hops at one moment.'),
    untimedHops: count('Hops that do not say how long they took, or that were not looked at.'),
  })
  .openapi('TaskTiming');

export const taskDetail = z
  .object({
    task: taskRow,
    models: list(usageRow, 'By provider and model.'),
    agents: list(
      z.object({
        agent: text('null: hops that name none.').nullable(),
        parent: name(),
        depth: count('How far below the first agent.'),
        usage: usageTotals,
      }),
    ),
    sessions: list(usageRow, 'By app and session, the most expensive first.'),
    otherSessions: count('Sessions that the list leaves out.'),
    timing,
  })
  .openapi('TaskDetail');

/** A model call in its place in the task. */
export const hop = z
  .object({
    call: callRow,
    parentAgent: name(),
    offsetMs: count('From the start of the first hop to the start of this one.'),
    soFarNanoUsd: nanoUsd('List price of all hops up to this one.'),
    soFarUnpriced: yes('One of them has no price: the sum is a lower bound.'),
  })
  .openapi('Hop');
