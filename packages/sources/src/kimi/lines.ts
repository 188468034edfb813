import {
  asBuffer,
  eachLine,
  isRecord,
  lineHas,
  looksWhole,
  type OnBad,
  parseLine,
  recordAt,
  textOf,
  valueAt,
} from '../read/index.ts';
import type { FileInfo, LineReader } from '../source.ts';
import { eventOfRecord, eventOfStatus, type WireScene } from './usage.ts';

/** `wire.jsonl` of both programs. Each row stands by itself, so nothing is remembered between reads. */
export const wireLines: LineReader<null> = {
  kind: 'lines',
  start: () => null,
  read: (chunk, at, _state, file, out) => {
    const scene = sceneOf(file);
    return eachLine(chunk, at, (start, end) => {
      if (isPlain(chunk, start, end)) return;
      const row = parseLine(chunk, start, end);
      if (row === undefined) return out.issue(at + start, 'BAD_JSON');
      const event = eventOf(row, scene, (code, detail) => out.issue(at + start, code, detail));
      if (event !== undefined) out.event(event);
    });
  },
  skippable: (head) => PASSABLE.test(asBuffer(head).toString('latin1')),
};

/** The beginning of a row of either program that says what it is, and is no usage. */
const PASSABLE =
  /^\{(?:(?:"type":"event",)?"timestamp":[\d.]+,"message":\{"type":"(?!StatusUpdate")|"type":"(?:context|llm)\.)/;

const isPlain = (chunk: Uint8Array, start: number, end: number): boolean =>
  looksWhole(chunk, start, end) &&
  !lineHas(chunk, start, end, '"token_usage"') &&
  !lineHas(chunk, start, end, '"usage.record"');

const sceneOf = (file: FileInfo): WireScene => ({
  session: textOf(valueAt(file.context, 'session')) ?? 'unknown',
  agent: textOf(valueAt(file.context, 'agent')),
  project: textOf(valueAt(file.context, 'project')),
  configuredModel: textOf(valueAt(file.context, 'model')),
});

const eventOf = (row: unknown, scene: WireScene, onBad: OnBad) => {
  if (!isRecord(row)) return undefined;
  const status = statusOf(row);
  if (status !== undefined) return eventOfStatus(row, status, scene, onBad);
  const usage = turnUsageOf(row);
  return usage && eventOfRecord(row, usage, scene, onBad);
};

/** The payload of a `StatusUpdate` that has counts. */
export const statusOf = (row: unknown) => {
  const message = recordAt(row, 'message');
  const payload = message?.type === 'StatusUpdate' ? recordAt(message, 'payload') : undefined;
  return payload && recordAt(payload, 'token_usage') !== undefined ? payload : undefined;
};

/** The counts of one turn. Rows of scope `session` sum the turns up. */
const turnUsageOf = (row: unknown) =>
  valueAt(row, 'type') === 'usage.record' && valueAt(row, 'usageScope') === 'turn'
    ? recordAt(row, 'usage')
    : undefined;
