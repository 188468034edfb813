import {
  asBuffer,
  eachLine,
  isRecord,
  lineHas,
  looksWhole,
  type OnBad,
  parseLine,
  textOf,
  valueAt,
} from '../read/index.ts';
import type { FileInfo, LineReader, Output } from '../source.ts';
import { answerOf, type RowScene, readAnswer, readTelemetry, type SeenResponse, telemetryOf } from './row.ts';

/** Ids, times and counts only: it is stored between reads. */
interface QwenState {
  session: string;
  /** The session that this one was forked from. */
  parentSession: string | null;
  /** Versions of the program that were seen to write telemetry, which tells every response. */
  telemetryVersions: string[];
  /** Answers that were counted and might still be told again by telemetry, oldest first. */
  recent: RecentAnswer[];
}

interface RecentAnswer {
  readonly key: string;
  readonly fingerprint: string;
  readonly at: number;
}

const MAX_VERSIONS = 64;
const MAX_RECENT = 32;
/** Telemetry of a response is written within a moment of its answer. */
const TWIN_WINDOW_MS = 60_000;

/**
 * Each response stands twice, as telemetry (the superset: memory agents, compression, subagents) and as an answer.
 * Answers count only where their version of the program writes no telemetry; one that was counted before the first
 * telemetry row came gives that row its key, so that the two are one call.
 */
export const chatLines: LineReader<QwenState> = {
  kind: 'lines',
  start: (file) => ({
    session: textOf(/([^/\\]+?)\.jsonl$/.exec(file.path)?.[1]) ?? 'unknown',
    parentSession: null,
    telemetryVersions: [],
    recent: [],
  }),
  read: (chunk, at, state, file, out) =>
    eachLine(chunk, at, (start, end) => {
      if (isPlain(chunk, start, end)) return;
      const row = parseLine(chunk, start, end);
      if (row === undefined) out.issue(at + start, 'BAD_JSON');
      else if (isRecord(row)) readRow(row, at + start, state, file, out);
    }),
  skippable: (head) => {
    // Only what stands before the message: a text may look like anything.
    const [row] = asBuffer(head).toString('latin1').split('"message":', 1);
    return /"type":\s*"(?:user|tool_result)"/.test(row!);
  },
};

const isPlain = (chunk: Uint8Array, start: number, end: number): boolean =>
  looksWhole(chunk, start, end) &&
  !lineHas(chunk, start, end, '"qwen-code.api_response"') &&
  !lineHas(chunk, start, end, '"usageMetadata"');

type Row = Readonly<Record<string, unknown>>;

const readRow = (row: Row, at: number, state: QwenState, file: FileInfo, out: Output): void => {
  const onBad: OnBad = (code, detail) => out.issue(at, code, detail);
  const telemetry = telemetryOf(row);
  const answer = answerOf(row);
  if (telemetry === undefined && answer === undefined) return;
  const scene = sceneOf(row, state, file);
  if (telemetry !== undefined) {
    noteVersion(row, state);
    const seen = readTelemetry(row, telemetry, scene, onBad);
    if (seen !== undefined) out.event(withTwin(seen, state));
  } else if (answer !== undefined && !isToldElsewhere(row, state, file)) {
    const seen = readAnswer(row, answer, scene, onBad);
    if (seen !== undefined) remember(seen, state);
    if (seen !== undefined) out.event(seen.event);
  }
};

const sceneOf = (row: Row, state: QwenState, file: FileInfo): RowScene => {
  state.parentSession = textOf(valueAt(row.forkedFrom, 'sessionId')) ?? state.parentSession;
  return {
    session: textOf(row.sessionId) ?? state.session,
    parentSession: state.parentSession ?? undefined,
    file,
  };
};

const versionOf = (row: Row): string => textOf(row.version) ?? '';

const noteVersion = (row: Row, state: QwenState): void => {
  const version = versionOf(row);
  if (state.telemetryVersions.includes(version) || state.telemetryVersions.length >= MAX_VERSIONS) return;
  state.telemetryVersions.push(version);
};

/** A subagent's rounds without a number cannot be joined to its parent's telemetry, which then speaks for them. */
const isToldElsewhere = (row: Row, state: QwenState, file: FileInfo): boolean =>
  state.telemetryVersions.includes(versionOf(row)) ||
  (valueAt(file.context, 'parentHasTelemetry') === true && typeof row.agentRound !== 'number');

const remember = (seen: SeenResponse, state: QwenState): void => {
  state.recent.push({
    key: seen.event.keys[0]!,
    fingerprint: seen.fingerprint,
    at: seen.event.startedAt,
  });
  if (state.recent.length > MAX_RECENT) state.recent.shift();
};

const withTwin = (seen: SeenResponse, state: QwenState): SeenResponse['event'] => {
  const index = state.recent.findIndex(
    (answer) =>
      answer.fingerprint === seen.fingerprint && Math.abs(answer.at - seen.event.startedAt) <= TWIN_WINDOW_MS,
  );
  const [twin] = index === -1 ? [] : state.recent.splice(index, 1);
  return twin === undefined ? seen.event : { ...seen.event, keys: [...seen.event.keys, twin.key] };
};
