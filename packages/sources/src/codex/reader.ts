import type { Buffer } from 'node:buffer';
import {
  asBuffer,
  baseName,
  eachLine,
  isRecord,
  type JsonRecord,
  type OnBad,
  parseLine,
  recordAt,
  textOf,
  timeOf,
} from '../read/index.ts';
import { JsonHead } from '../read/json-head.ts';
import type { FileInfo, LineReader, Output } from '../source.ts';
import { setModel } from './calls.ts';
import { mustParse } from './line-kind.ts';
import { readRecord } from './records.ts';
import { type RolloutState, startState } from './state.ts';
import { enterTurn, readMeta } from './thread.ts';
import { readTokenCount } from './token-count.ts';

/** Reads a rollout: a state machine over its lines (README "How a rollout is read"). */
export const rolloutReader: LineReader<RolloutState> = {
  kind: 'lines',
  start: (file) => startState(threadOfName(file.path)),
  read: (chunk, at, state, file, out) => readRollout(asBuffer(chunk), at, state, file, out, mustParse),
  skippable: (head) => !mustParse(new JsonHead(asBuffer(head)), 0, head.length),
};

/** Reads every line by parsing it: the meaning that the fast path must agree with. For tests. */
export const plainRolloutReader: LineReader<RolloutState> = {
  ...rolloutReader,
  read: (chunk, at, state, file, out) => readRollout(asBuffer(chunk), at, state, file, out, () => true),
};

const readRollout = (
  bytes: Buffer,
  at: number,
  state: RolloutState,
  file: FileInfo,
  out: Output,
  mustRead: typeof mustParse,
): number => {
  const head = new JsonHead(bytes);
  return eachLine(bytes, at, (start, end) => {
    if (!mustRead(head, start, end)) return;
    const line = parseLine(bytes, start, end);
    if (line === undefined) out.issue(at + start, 'BAD_JSON');
    else if (isRecord(line)) readLine(line, at + start, state, file, out);
  });
};

/** `rollout-<time>-<thread>.jsonl`, or whatever the file is called. */
const threadOfName = (path: string): string => {
  const name = baseName(path).replace(/\.jsonl(\.zst)?$/, '');
  return /[0-9a-f]{8}-[0-9a-f-]{27}$/i.exec(name)?.[0] ?? name;
};

const readLine = (line: JsonRecord, at: number, state: RolloutState, file: FileInfo, out: Output): void => {
  const payload = recordAt(line, 'payload');
  if (payload === undefined) return;
  const onBad: OnBad = (code, detail) => out.issue(at, code, detail);
  switch (line['type']) {
    case 'session_meta':
      readMeta(payload, state);
      break;
    case 'turn_context':
      readTurnContext(payload, line['ordinal'], state, out);
      break;
    case 'token_usage_record':
      readRecord(payload, timeOf(line['timestamp']), state, out, onBad);
      break;
    case 'event_msg':
      readEvent(line, payload, state, file, out, onBad);
      break;
    default:
  }
};

const readTurnContext = (payload: JsonRecord, ordinal: unknown, state: RolloutState, out: Output): void => {
  enterTurn(textOf(payload['turn_id']), ordinal, state);
  if (state.phase !== 'copied') state.project = textOf(payload['cwd']) ?? state.project;
  const model = textOf(payload['model']);
  if (model !== undefined) setModel(model, state, out);
};

const readEvent = (
  line: JsonRecord,
  payload: JsonRecord,
  state: RolloutState,
  file: FileInfo,
  out: Output,
  onBad: OnBad,
): void => {
  switch (payload['type']) {
    case 'task_started':
      enterTurn(textOf(payload['turn_id']), line['ordinal'], state);
      break;
    case 'thread_settings_applied':
      readSettings(recordAt(payload, 'thread_settings'), state);
      break;
    case 'token_count':
      readTokenCount(payload, timeOf(line['timestamp']), state, file.context, out, onBad);
      break;
    default:
  }
};

/** Settings stay until the next ones; what they do not name stays as it was. `fast` goes over the wire as `priority`. */
const readSettings = (settings: JsonRecord | undefined, state: RolloutState): void => {
  if (settings === undefined) return;
  if ('service_tier' in settings) {
    const tier = textOf(settings['service_tier']);
    state.tier = tier === 'fast' ? 'priority' : tier;
  }
  state.provider = textOf(settings['model_provider_id']) ?? state.provider;
};
