import { setImmediate as otherWork } from 'node:timers/promises';
import type { Filter, UsageRow } from '@meterline/core';
import type { Ledger, SessionTotals } from '@meterline/store';
import type { Meterline } from '../meterline.ts';
import { type AgentLine, agentTree } from './agent-tree.ts';
import { lastTurns, type Turns } from './turns.ts';
import { type Unlogged, unloggedOf } from './unlogged.ts';

/** One session in full. */
export interface SessionDetail {
  readonly session: SessionTotals;
  readonly models: readonly UsageRow[];
  readonly agents: readonly AgentLine[];
  /** Sessions that it started, the most expensive first. */
  readonly children: readonly SessionTotals[];
  readonly turns: Turns;
  readonly unlogged: Unlogged | undefined;
  /** What its program bills but writes nowhere. */
  readonly unseen: readonly string[];
}

const DAY_MS = 86_400_000;
/** Sessions of the same time that are looked through for those that this one started, page by page. */
const PAGE_SESSIONS = 1_000;
const MAX_LOOKED_THROUGH = 50_000;

/** The filters that leave one session: it is known by its app and its id together. */
export const ofSession = ({ app, session }: Pick<SessionTotals, 'app' | 'session'>): readonly Filter[] => [
  { dimension: 'app', op: '=', value: app },
  { dimension: 'session', op: '=', value: session },
];

/** What there is to say of a session; `turns` of its calls singly. */
export const sessionDetail = async (
  { ledger, zone, sources }: Meterline,
  session: SessionTotals,
  turns: number,
): Promise<SessionDetail> => {
  const where = ofSession(session);
  const agents = await ledger.usage({ zone, where, by: ['agent'] });
  const models = await ledger.usage({ zone, where, by: ['model'] });
  const declared =
    session.app === null ? [] : await ledger.declared({ app: session.app, session: session.session });
  return {
    session,
    models: models.rows,
    agents: agentTree(agents.rows, await parentsOf(ledger, where, agents.rows)),
    children: await childrenOf(ledger, session),
    turns: await lastTurns(ledger, { zone, where }, turns),
    unlogged: unloggedOf(declared, session.tokens),
    unseen: sources.find(({ id }) => id === session.source)?.unseen ?? [],
  };
};

/** Calls of an agent that are looked at for the one that started it; most name it. */
const MAX_LOOKED_AT = 20;

/** Which agent started which, of the calls that satisfy the filters. */
export const parentsOf = async (
  ledger: Ledger,
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
const childrenOf = async (ledger: Ledger, parent: SessionTotals): Promise<readonly SessionTotals[]> => {
  const near = {
    from: parent.firstAt,
    to: parent.lastAt + DAY_MS,
    where: parent.app === null ? [] : [{ dimension: 'app', op: '=', value: parent.app } as const],
    orderBy: 'cost',
  } as const;
  const children: SessionTotals[] = [];
  for (let offset = 0; offset < MAX_LOOKED_THROUGH; offset += PAGE_SESSIONS) {
    const { sessions } = await ledger.sessions({ ...near, limit: PAGE_SESSIONS, offset });
    children.push(...sessions.filter(({ parentSession }) => parentSession === parent.session));
    if (sessions.length < PAGE_SESSIONS) break;
    await otherWork();
  }
  return children;
};
