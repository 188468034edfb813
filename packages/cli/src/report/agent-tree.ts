import type { UsageTotals } from '@meterline/core';
import type { StoredCall } from '@meterline/store';
import { addTotals } from './add-usage.ts';
import { totalsOfCall } from './call-totals.ts';
import { NO_USAGE } from './usage-figures.ts';

/** An agent of a session, with its own calls; `depth` is how far it stands below the session's own agent. */
export interface AgentLine {
  /** `null`: calls that name no agent, the session's main one. */
  readonly agent: string | null;
  readonly parent: string | null;
  readonly depth: number;
  readonly usage: UsageTotals;
}

interface Agent {
  parent: string | null;
  usage: UsageTotals;
}

/** Gathers agents as a session's calls stream by. */
export const agentCollector = (): {
  readonly add: (call: StoredCall) => void;
  readonly lines: () => readonly AgentLine[];
} => {
  const agents = new Map<string | null, Agent>();
  return {
    add: (call) => {
      const name = call.agent ?? null;
      const known = agents.get(name) ?? { parent: null, usage: NO_USAGE };
      known.parent ??= call.parentAgent ?? null;
      known.usage = addTotals(known.usage, totalsOfCall(call));
      agents.set(name, known);
    },
    lines: () => treeOf(agents),
  };
};

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
