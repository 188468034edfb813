import { isEmptyUsage } from '@meterline/core';
import { asBuffer, eachLine, isRecord, type JsonRecord, lineHas, parseLine, textOf } from '../read/index.ts';
import type { FileInfo, LineReader, Output } from '../source.ts';
import { UNKNOWN_MODEL } from './calls.ts';
import { growthOf, tokensOf, type Vector, vectorOf } from './vector.ts';

interface ExecState {
  thread: string;
  /** Usage of the turn before: newer versions go on counting from it. */
  total: Vector | undefined;
  turns: number;
}

/**
 * The output of `codex exec --json`, saved to a file: one line a turn, without time and model. Newer versions give the
 * thread's running total, older ones the turn's own usage; a turn that has no count below the one before is taken for
 * the former. Its rollout tells the same calls better, so this is for machines whose Codex home is not at hand.
 */
export const execReader: LineReader<ExecState> = {
  kind: 'lines',
  start: (file) => ({ thread: file.path, total: undefined, turns: 0 }),
  read: (chunk, at, state, file, out) =>
    eachLine(chunk, at, (start, end) => {
      if (
        !lineHas(asBuffer(chunk), start, end, 'thread.started') &&
        !lineHas(chunk, start, end, 'turn.completed')
      )
        return;
      const line = parseLine(chunk, start, end);
      if (line === undefined) out.issue(at + start, 'BAD_JSON');
      else if (isRecord(line)) readLine(line, at + start, state, file, out);
    }),
};

const readLine = (line: JsonRecord, at: number, state: ExecState, file: FileInfo, out: Output): void => {
  if (line['type'] === 'thread.started') {
    state.thread = textOf(line['thread_id']) ?? state.thread;
    state.total = undefined;
  }
  if (line['type'] !== 'turn.completed') return;
  const onBad = (code: Parameters<Output['issue']>[1], detail: string): void => out.issue(at, code, detail);
  const total = vectorOf(line['usage'], onBad);
  if (total === undefined) return;
  const usage = (state.total && growthOf(total, state.total)) ?? total;
  state.total = total;
  state.turns++;
  const tokens = tokensOf(usage, onBad);
  if (isEmptyUsage(tokens)) return;
  out.event({
    keys: [`codex:exec:${state.thread}:${state.turns}:${total.join('.')}`],
    startedAt: Math.floor(file.modifiedAt),
    source: 'codex',
    capture: 'log',
    app: 'codex',
    session: state.thread,
    channel: 'codex_exec',
    provider: 'openai',
    model: UNKNOWN_MODEL,
    tokens,
    status: 'ok',
    confidence: 'estimated',
    inclusion: 'assumed',
  });
};
