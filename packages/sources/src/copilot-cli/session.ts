import {
  asBuffer,
  countOf,
  eachLine,
  isRecord,
  type JsonRecord,
  lineHas,
  looksWhole,
  type OnBad,
  parseLine,
  recordAt,
  textOf,
  timeOf,
  valueAt,
} from '../read/index.ts';
import type { LineReader, Output } from '../source.ts';
import { allot, type OpenAnswer } from './allot.ts';
import { growthOf, type ModelTotal, totalsOf } from './cumulative.ts';
import { eventOf } from './event.ts';
import { disjoint } from './tokens.ts';

/** Ids, names and numbers only: it is stored between reads. */
interface SessionState {
  session: string;
  project: string | null;
  branch: string | null;
  model: string | null;
  /** Answers since the last shutdown, oldest first. */
  answers: OpenAnswer[];
  /** Output of the answers of the process that runs now. */
  legOutput: number;
  totals: readonly ModelTotal[];
}

const NEWLINE = 0x0a;
/** Answers of one leg that wait for its shutdown. Of a longer leg the later ones are told by the shutdown alone. */
const MAX_OPEN_ANSWERS = 2_000;

/**
 * `events.jsonl`: answers tell their output only, and only some versions do that; a clean exit tells the rest. So each answer
 * is an estimate at once and becomes whole at the shutdown, under the same key.
 */
export const sessionLines: LineReader<SessionState> = {
  kind: 'lines',
  start: (file) => ({
    session: textOf(valueAt(file.context, 'session')) ?? 'unknown',
    project: textOf(valueAt(file.context, 'project')) ?? null,
    branch: textOf(valueAt(file.context, 'branch')) ?? null,
    model: null,
    answers: [],
    legOutput: 0,
    totals: [],
  }),
  read: (chunk, at, state, file, out) => {
    // A better witness tells this session.
    if (valueAt(file.context, 'told') === true) return chunk.lastIndexOf(NEWLINE) + 1;
    return eachLine(chunk, at, (start, end) => {
      if (isPlain(chunk, start, end)) return;
      const row = parseLine(chunk, start, end);
      if (row === undefined) out.issue(at + start, 'BAD_JSON');
      else if (isRecord(row)) readRow(row, at + start, state, out);
    });
  },
  skippable: (head) =>
    /^\{"type":\s*"(?!session\.|assistant\.message")/.test(asBuffer(head).toString('latin1')),
};

const isPlain = (chunk: Uint8Array, start: number, end: number): boolean =>
  looksWhole(chunk, start, end) &&
  !lineHas(chunk, start, end, '"session.') &&
  !lineHas(chunk, start, end, '"assistant.message"');

const readRow = (row: JsonRecord, at: number, state: SessionState, out: Output): void => {
  const data = recordAt(row, 'data');
  if (data === undefined) return;
  const onBad: OnBad = (code, detail) => out.issue(at, code, detail);
  if (row.type === 'session.start' || row.type === 'session.resume') startLeg(data, state);
  else if (row.type === 'session.model_change') state.model = textOf(data.newModel) ?? state.model;
  else if (row.type === 'assistant.message') readAnswer(row, data, state, onBad, out);
  else if (row.type === 'session.shutdown') readShutdown(row, data, state, onBad, out);
};

const startLeg = (data: JsonRecord, state: SessionState): void => {
  state.session = textOf(data.sessionId) ?? state.session;
  state.project = textOf(valueAt(data.context, 'cwd')) ?? state.project;
  state.branch = textOf(valueAt(data.context, 'branch')) ?? state.branch;
  state.model = textOf(data.selectedModel) ?? state.model;
  state.legOutput = 0;
};

const readAnswer = (
  row: JsonRecord,
  data: JsonRecord,
  state: SessionState,
  onBad: OnBad,
  out: Output,
): void => {
  const id = textOf(data.messageId) ?? textOf(row.id);
  const output = countOf(data.outputTokens, 'outputTokens', onBad) ?? 0;
  if (id === undefined || output === 0 || state.answers.length >= MAX_OPEN_ANSWERS) return;
  const at = timeOf(row.timestamp);
  if (at === undefined) onBad('BAD_TIMESTAMP', 'timestamp');
  if (at === undefined || state.answers.some((answer) => answer.id === id)) return;
  const model = textOf(data.model) ?? state.model;
  const answer: OpenAnswer = { id, at, output, model };
  state.answers.push(answer);
  state.legOutput += output;
  const event = eventOf({
    keys: [keyOfAnswer(answer)],
    startedAt: at,
    model: model ?? undefined,
    tokens: { output },
    confidence: 'estimated',
    ...placeOf(state),
  });
  if (event !== undefined) out.event(event);
};

const readShutdown = (
  row: JsonRecord,
  data: JsonRecord,
  state: SessionState,
  onBad: OnBad,
  out: Output,
): void => {
  const at = timeOf(row.timestamp);
  if (at === undefined) {
    onBad('BAD_TIMESTAMP', 'timestamp');
    return;
  }
  const totals = totalsOf(data, onBad);
  // Some versions end without sums: what was known stays known, for the growth up to the next ones.
  if (totals.length === 0) return;
  const shutdown = textOf(row.id) ?? `${state.session}:${at}`;
  const uses = growthOf(state.totals, totals, state.legOutput).map(({ counts, ...rest }) => ({
    ...rest,
    tokens: disjoint(counts, onBad),
  }));
  for (const share of allot(uses, state.answers)) {
    const event = eventOf({
      keys: [
        share.answer
          ? keyOfAnswer(share.answer)
          : `copilot-cli:${shutdown}:${share.model}:${share.span}:${share.rest}`,
      ],
      startedAt: share.answer?.at ?? at,
      model: share.model,
      tokens: share.tokens,
      confidence: 'reconciled',
      ...placeOf(state),
    });
    if (event !== undefined) out.event(event);
  }
  state.totals = totals;
  state.answers = [];
  state.legOutput = 0;
};

/** Message ids are uuids. */
const keyOfAnswer = (answer: OpenAnswer): string => `copilot-cli:${answer.id}`;

const placeOf = (state: SessionState) => ({
  session: state.session,
  project: state.project ?? undefined,
  branch: state.branch ?? undefined,
});
