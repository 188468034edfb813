import type { Filter, UsageRow } from '@meterline/core';
import type { Meterline } from '@meterline/server';
import type { SessionTotals } from '@meterline/store';
import { rowLimit } from '../arguments/question.ts';
import { oneSession } from '../arguments/session.ts';
import type { Invocation } from '../program/invocation.ts';
import { withMeterline } from '../program/open.ts';
import { agentTree } from '../report/agent-tree.ts';
import { emit } from '../report/emit.ts';
import { type SessionFacts, sessionReport } from '../report/session-report.ts';
import { lastTurns } from '../report/turns.ts';
import { unloggedOf } from '../report/unlogged.ts';
import { unpricedNotesOf } from '../report/unpriced.ts';

const DEFAULT_TURNS = 15;
const DAY_MS = 86_400_000;
/** A session that starts more than these shows the first ones. */
const MAX_CHILDREN = 1_000;

export const run = (invocation: Invocation): Promise<number> =>
  withMeterline(invocation, async (meterline) => {
    const session = await oneSession(meterline, invocation.operands[0] ?? '');
    const turns = rowLimit(invocation, DEFAULT_TURNS) ?? DEFAULT_TURNS;
    await emit(invocation, sessionReport(await factsOf(meterline, session, turns, invocation.now)));
    return 0;
  });

const factsOf = async (
  meterline: Meterline,
  session: SessionTotals,
  limit: number,
  now: number,
): Promise<SessionFacts> => {
  const { ledger, zone } = meterline;
  const where = [
    { dimension: 'app', op: '=', value: session.app },
    { dimension: 'session', op: '=', value: session.session },
  ] as const;
  const agents = await ledger.usage({ zone, where, by: ['agent'] });
  const models = await ledger.usage({ zone, where, by: ['model'] });
  const declared =
    session.app === null ? [] : await ledger.declared({ app: session.app, session: session.session });
  return {
    session,
    models: models.rows as readonly UsageRow[],
    agents: agentTree(agents.rows, await parentsOf(meterline, where, agents.rows)),
    children: await childrenOf(meterline, session),
    turns: await lastTurns(ledger, { zone, where }, limit),
    unlogged: unloggedOf(declared, session.tokens),
    unseen: meterline.sources.find(({ id }) => id === session.source)?.unseen ?? [],
    zone,
    now,
    home: meterline.world.env.home,
    notes: await unpricedNotesOf(meterline, { zone, where }, session.cost.unpricedCalls),
  };
};

/** Calls of an agent that are looked at for the one that started it; most name it. */
const MAX_LOOKED_AT = 20;

const parentsOf = async (
  { ledger }: Meterline,
  where: readonly Filter[],
  rows: readonly UsageRow[],
): Promise<ReadonlyMap<string, string>> => {
  const parents = new Map<string, string>();
  for (const { key } of rows) {
    const value = key.agent ?? null;
    if (value === null) continue;
    const own = [...where, { dimension: 'agent', op: '=', value } as const];
    for await (const { parentAgent } of ledger.events({ where: own, limit: MAX_LOOKED_AT })) {
      if (parentAgent === undefined) continue;
      parents.set(value, parentAgent);
      break;
    }
  }
  return parents;
};

/** Sessions that name this one as their parent. They cannot have begun before it. */
const childrenOf = async (
  { ledger }: Meterline,
  parent: SessionTotals,
): Promise<readonly SessionTotals[]> => {
  const { sessions } = await ledger.sessions({
    from: parent.firstAt,
    to: parent.lastAt + DAY_MS,
    where: parent.app === null ? [] : [{ dimension: 'app', op: '=', value: parent.app }],
    orderBy: 'cost',
    limit: MAX_CHILDREN,
  });
  return sessions.filter(({ parentSession }) => parentSession === parent.session);
};
