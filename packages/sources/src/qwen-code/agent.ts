/** One round of a subagent: a telemetry row of the parent's file and a row of the agent's own file tell of it. */
export interface AgentRun {
  readonly session: string;
  readonly agentId: string;
  /** From 1. */
  readonly round: number;
}

/** The counts are in the key since a resumed agent counts its rounds anew. */
export const agentRunKey = (run: AgentRun, fingerprint: string): string =>
  `qwen-code:agent:${run.session}:${run.agentId}:${run.round}:${fingerprint}`;

/**
 * What kind of agent it is: an id is the agent's name and a mark of the run (`general-purpose-call_x1`). The name that
 * a row gives counts only where the id confirms it.
 */
export const agentNameOf = (agentId: string, said: string | undefined): string => {
  if (said !== undefined && agentId.startsWith(`${said}-`)) return said;
  const mark = agentId.lastIndexOf('-');
  return mark > 0 ? agentId.slice(0, mark) : agentId;
};
