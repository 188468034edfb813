import type { Dice } from './dice.ts';
import { type DemoFile, type DemoSession, iso, jsonLines } from './session.ts';

/** A Claude Code session, with the subagents that it sent out. */
export const claudeCodeFiles = (
  session: DemoSession,
  branch: string,
  subagents: readonly { readonly type: string; readonly session: DemoSession }[],
  throws: Dice,
): readonly DemoFile[] => {
  const id = throws.uuid();
  const folder = `.claude/projects/${session.project.replace(/[^A-Za-z0-9]/g, '-')}`;
  const files: DemoFile[] = [
    { path: `${folder}/${id}.jsonl`, text: transcript(session, { id, branch }, throws) },
  ];
  for (const { type, session: work } of subagents) {
    const agentId = `a${throws.hex(16)}`;
    const path = `${folder}/${id}/subagents/agent-${agentId}`;
    files.push({ path: `${path}.jsonl`, text: transcript(work, { id, branch, agentId }, throws) });
    files.push({ path: `${path}.meta.json`, text: JSON.stringify({ agentType: type, isFork: false }) });
  }
  return files;
};

interface Place {
  readonly id: string;
  readonly branch: string;
  readonly agentId?: string;
}

const transcript = (session: DemoSession, place: Place, throws: Dice): string => {
  const lines: unknown[] = [];
  let parentUuid: string | null = null;
  const add = (at: number, fields: object): void => {
    const uuid = throws.uuid();
    lines.push({
      parentUuid,
      isSidechain: place.agentId !== undefined,
      userType: 'external',
      cwd: session.project,
      sessionId: place.id,
      version: '2.1.330',
      gitBranch: place.branch,
      ...(place.agentId === undefined ? {} : { agentId: place.agentId }),
      ...fields,
      uuid,
      timestamp: iso(at),
    });
    parentUuid = uuid;
  };
  for (const call of session.calls) {
    const messageId = `msg_demo${throws.hex(20)}`;
    const requestId = `req_demo${throws.hex(20)}`;
    add(call.at - 2000, { type: 'user', message: { role: 'user', content: 'sample' } });
    // A streamed answer is written line by line, with the count as it stood.
    for (const output of [1, call.output]) {
      const usage = {
        input_tokens: call.input,
        cache_creation_input_tokens: call.cacheWrite,
        cache_read_input_tokens: call.cacheRead,
        cache_creation: { ephemeral_5m_input_tokens: call.cacheWrite, ephemeral_1h_input_tokens: 0 },
        output_tokens: output,
        service_tier: 'standard',
      };
      const content = [{ type: 'text', text: 'sample' }];
      const message = { id: messageId, type: 'message', role: 'assistant', model: session.model, content };
      const stopped = call.aborted ? { isAbortedMidStream: true } : {};
      const answer = { ...message, stop_reason: 'end_turn', usage };
      add(call.at, { type: 'assistant', requestId, ...stopped, message: answer });
    }
  }
  return jsonLines(lines);
};
