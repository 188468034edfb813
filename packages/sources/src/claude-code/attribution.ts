import type { Attribution } from '@meterline/core';
import { baseName, isRecord, recordAt, textOf } from '../read/index.ts';
import type { Names } from '../read/names.ts';
import type { FileInfo, Json } from '../source.ts';
import type { CallRow } from './row.ts';

/** What discovery learnt of a subagent's file; null for a main session. */
export interface SubagentContext {
  readonly agent?: string;
  readonly parentAgent?: string;
}

/** Who caused a call, as its row and the file's place tell it. A subagent's calls belong to its parent's session. */
export const attributionOf = ({ line }: CallRow, file: FileInfo, names: Names): Attribution => {
  const who: { -readonly [K in keyof Attribution]: Attribution[K] } = { app: 'claude-code' };
  const subagent = subagentOf(file.context);
  const project = names.of(line['cwd']);
  const branch = names.of(line['gitBranch']);
  const session = names.of(line['sessionId']) ?? (subagent ? undefined : sessionOfPath(file.path));
  const forkedFrom = names.of(recordAt(line, 'forkedFrom')?.['sessionId']);
  const agent = subagent?.agent ?? names.of(line['attributionAgent']) ?? (subagent ? 'subagent' : undefined);
  if (project !== undefined) who.project = project;
  if (branch !== undefined) who.branch = branch;
  if (session !== undefined) who.session = session;
  if (forkedFrom !== undefined && forkedFrom !== session) who.parentSession = forkedFrom;
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
