import type { Attribution } from '@meterline/core';
import { baseName, isRecord, textOf } from '../read/index.ts';
import type { FileInfo, Json } from '../source.ts';
import type { CallRow } from './row.ts';

/** What discovery learnt of a subagent's file; null for a main session. */
export interface SubagentContext {
  readonly agent?: string;
  readonly parentAgent?: string;
}

/** Who caused a call, as its row and the file's place tell it. A subagent's calls belong to its parent's session. */
export const attributionOf = (row: CallRow, file: FileInfo): Attribution => {
  const who: { -readonly [K in keyof Attribution]: Attribution[K] } = { app: 'claude-code' };
  const subagent = subagentOf(file.context);
  const session = row.session ?? (subagent ? undefined : sessionOfPath(file.path));
  const agent = subagent?.agent ?? row.agent ?? (subagent ? 'subagent' : undefined);
  if (row.project !== undefined) who.project = row.project;
  if (row.branch !== undefined) who.branch = row.branch;
  if (session !== undefined) who.session = session;
  if (row.forkedFrom !== undefined && row.forkedFrom !== session) who.parentSession = row.forkedFrom;
  if (agent !== undefined) who.agent = agent;
  if (subagent?.parentAgent !== undefined) who.parentAgent = subagent.parentAgent;
  return who;
};

const sessionOfPath = (path: string): string => baseName(path).replace(/\.jsonl$/, '');

const subagentOf = (context: Json): SubagentContext | undefined => {
  if (!isRecord(context)) return undefined;
  const agent = textOf(context['agent']);
  const parentAgent = textOf(context['parentAgent']);
  return { ...(agent ? { agent } : {}), ...(parentAgent ? { parentAgent } : {}) };
};
