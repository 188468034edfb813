import type { ReportKind } from '../envelope.ts';
import { choice, count, nullable, object, optional, type TypeOf, text, usd } from '../shape.ts';
import { totalsFields } from '../usage-figures.ts';

const row = object({
  key: object({
    section: choice(['model', 'agent', 'child']),
    name: nullable(text('A model, an agent, or the id of a session that this one started.')),
    parent: optional(nullable(text('The agent that started this one.'))),
  }),
  ...totalsFields,
});

const unlogged = object(
  {
    input: count(),
    output: count(),
    cacheRead: count(),
    cacheWrite: count(),
    total: count(),
    reportedUsd: nullable(usd('What the agent says the whole session cost.')),
  },
  'What the agent says it used beyond the calls that it logged. Never in the sums.',
);

const totals = object({ ...totalsFields, unlogged: nullable(unlogged) });

export type SessionPartRow = TypeOf<typeof row>;
export type SessionSums = TypeOf<typeof totals>;

export const SESSION: ReportKind<SessionPartRow, SessionSums> = {
  name: 'session',
  about: 'One session by model and by agent, and the sessions it started (`meterline session`).',
  row,
  totals,
};
