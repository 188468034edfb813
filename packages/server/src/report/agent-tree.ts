import type { UsageRow, UsageTotals } from '@meterline/core';

/** An agent of a session, with its own calls; `depth` is how far it stands below the session's own agent. */
export interface AgentLine {
  /** `null`: calls that name no agent, the session's main one. */
  readonly agent: string | null;
  readonly parent: string | null;
  readonly depth: number;
  readonly usage: UsageTotals;
}

interface Agent {
  readonly parent: string | null;
  readonly usage: UsageTotals;
}

/** The agents of a session from its sums by agent, each below the one that `parents` names. */
export const agentTree = (
  rows: readonly UsageRow[],
  parents: ReadonlyMap<string, string>,
): readonly AgentLine[] =>
  treeOf(
    new Map(
      rows.map((row) => {
        const agent = row.key.agent ?? null;
        return [agent, { parent: agent === null ? null : (parents.get(agent) ?? null), usage: row }];
      }),
    ),
  );

/** Parents before their children, the most expensive first; an agent whose parent has no calls stands at the top. */
const treeOf = (agents: ReadonlyMap<string | null, Agent>): readonly AgentLine[] => {
  const lines: AgentLine[] = [];
  const placed = new Set<string | null>();
  const byCost = [...agents].sort(([, a], [, b]) => b.usage.cost.listNanoUsd - a.usage.cost.listNanoUsd);
  const place = (agent: string | null, depth: number): void => {
    const found = agents.get(agent);
    if (found === undefined || placed.has(agent)) return;
    placed.add(agent);
    lines.push({ agent, parent: found.parent, depth, usage: found.usage });
    for (const [child, { parent }] of byCost) if (parent === agent && child !== null) place(child, depth + 1);
  };
  place(null, 0);
  for (const [agent, { parent }] of byCost)
    if (parent === null || !agents.has(parent)) place(agent, agents.has(null) ? 1 : 0);
  // What is left names each other as parents.
  for (const [agent] of byCost) place(agent, 0);
  return lines;
};
