import type { Dice } from './dice.ts';
import { type DemoFile, type DemoSession, iso, jsonLines } from './session.ts';

const FOLDER = '.openclaw/agents/main/sessions';

export interface DemoJob {
  readonly id: string;
  readonly name: string;
}

/** An OpenClaw session under the key that says where it came from: a channel's chat or a scheduled job. */
export interface OpenClawSession {
  /** `agent:main:telegram:direct:…`, `agent:main:cron:<job>` … */
  readonly key: string;
  readonly provider: string;
  readonly session: DemoSession;
}

/** All sessions, their index and the scheduled jobs. */
export const openClawFiles = (
  sessions: readonly OpenClawSession[],
  jobs: readonly DemoJob[],
  throws: Dice,
): readonly DemoFile[] => {
  const index: Record<string, object> = {};
  const files = sessions.map(({ key, provider, session }) => {
    const id = throws.uuid();
    const runs = key.includes(':cron:') ? `${key}:run:${id}` : `${key}${key in index ? `:${id}` : ''}`;
    index[runs] = { sessionId: id, updatedAt: session.calls.at(-1)?.at ?? session.startedAt };
    return { path: `${FOLDER}/${id}.jsonl`, text: transcript(id, provider, session, throws) };
  });
  const schedule = jobs.map(({ id, name }) => ({ id, name, enabled: true, sessionTarget: 'isolated' }));
  return [
    ...files,
    { path: `${FOLDER}/sessions.json`, text: JSON.stringify(index) },
    { path: '.openclaw/cron/jobs.json', text: JSON.stringify({ version: 1, jobs: schedule }) },
  ];
};

const transcript = (id: string, provider: string, session: DemoSession, throws: Dice): string => {
  const header = { type: 'session', version: 3, id, timestamp: iso(session.startedAt), cwd: session.project };
  let parentId: string | null = null;
  const entries = session.calls.map((call) => {
    const { at, input, cacheRead, cacheWrite, output } = call;
    const usage = {
      input,
      output,
      cacheRead,
      cacheWrite,
      totalTokens: input + output + cacheRead + cacheWrite,
    };
    const message = {
      role: 'assistant',
      content: [{ type: 'text', text: 'sample' }],
      provider,
      model: session.model,
      usage,
      stopReason: 'stop',
      timestamp: at,
      responseId: `resp_demo${throws.hex(24)}`,
    };
    const entry = { type: 'message', id: throws.hex(8), parentId, timestamp: iso(at), message };
    parentId = entry.id;
    return entry;
  });
  return jsonLines([header, ...entries]);
};
