import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A log of Claude Code below a home, to which calls are appended while Meterline runs. */
export const LOG = '.claude/projects/-home-dev-app/session-1.jsonl';

/** Appends a call of just now, as Claude Code logs it. */
export const appendCall = (
  home: string,
  call: { readonly id: string; readonly input: number; readonly session?: string },
): void => {
  const { session = 'session-1' } = call;
  const path = join(home, LOG.replace('session-1', session));
  mkdirSync(dirname(path), { recursive: true });
  const line = {
    type: 'assistant',
    uuid: `uuid-${call.id}`,
    sessionId: session,
    timestamp: new Date().toISOString(),
    cwd: '/home/dev/app',
    requestId: `req_${call.id}`,
    message: {
      id: `msg_${call.id}`,
      role: 'assistant',
      model: 'claude-sonnet-4-6',
      content: [],
      usage: { input_tokens: call.input, output_tokens: 5 },
    },
  };
  appendFileSync(path, `${JSON.stringify(line)}\n`);
};
