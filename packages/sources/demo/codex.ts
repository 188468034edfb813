import type { Dice } from './dice.ts';
import { type DemoCall, type DemoFile, type DemoSession, iso, jsonLines } from './session.ts';

/** A Codex rollout. Every count is written twice, as Codex does. */
export const codexFile = (session: DemoSession, throws: Dice): DemoFile => {
  const start = iso(session.startedAt);
  const time = session.startedAt.toString(16).padStart(12, '0');
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7${throws.hex(3)}-8${throws.hex(3)}-${throws.hex(12)}`;
  const lines: unknown[] = [
    line(session.startedAt, 'session_meta', {
      id,
      timestamp: start,
      cwd: session.project,
      originator: 'codex_cli_rs',
      cli_version: '0.169.0',
      source: 'cli',
      model_provider: 'openai',
    }),
    line(session.startedAt, 'turn_context', {
      turn_id: throws.uuid(),
      cwd: session.project,
      model: session.model,
    }),
  ];
  let total = usageOf(NOTHING);
  for (const call of session.calls) {
    const last = usageOf(call);
    total = added(total, last);
    const info = { total_token_usage: total, last_token_usage: last, model_context_window: 272_000 };
    for (const at of [call.at, call.at + 40])
      lines.push(line(at, 'event_msg', { type: 'token_count', info, rate_limits: null }));
  }
  const day = start.slice(0, 10).replaceAll('-', '/');
  const name = `rollout-${start.slice(0, 19).replaceAll(':', '-')}-${id}.jsonl`;
  return { path: `.codex/sessions/${day}/${name}`, text: jsonLines(lines) };
};

const NOTHING = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, reasoning: 0 };

const line = (at: number, type: string, payload: object): object => ({ timestamp: iso(at), type, payload });

/** Codex counts the cached part inside the input. */
const usageOf = (call: Omit<DemoCall, 'at' | 'aborted'>) => {
  const input = call.input + call.cacheWrite + call.cacheRead;
  return {
    input_tokens: input,
    cached_input_tokens: call.cacheRead,
    output_tokens: call.output,
    reasoning_output_tokens: call.reasoning,
    total_tokens: input + call.output,
  };
};

type Usage = ReturnType<typeof usageOf>;
const added = (a: Usage, b: Usage): Usage => ({
  input_tokens: a.input_tokens + b.input_tokens,
  cached_input_tokens: a.cached_input_tokens + b.cached_input_tokens,
  output_tokens: a.output_tokens + b.output_tokens,
  reasoning_output_tokens: a.reasoning_output_tokens + b.reasoning_output_tokens,
  total_tokens: a.total_tokens + b.total_tokens,
});
