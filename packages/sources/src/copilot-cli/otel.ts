import {
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
import type { FileInfo, LineReader, Output } from '../source.ts';
import { responseKey } from '../transcript-family/identity.ts';
import { eventOf } from './event.ts';
import { type CountKind, disjoint, readCounts } from './tokens.ts';

interface OtelState {
  /** The best witness that each trace has had, the newest trace last. */
  traces: [trace: string, rank: number][];
}

const NEWLINE = 0x0a;
/** Traces that are remembered: children end before their parents, so a trace's lines stand close together. */
const MAX_TRACES = 512;

const NAMES: Readonly<Record<CountKind, readonly string[]>> = {
  input: ['gen_ai.usage.input_tokens'],
  output: ['gen_ai.usage.output_tokens'],
  cacheRead: ['gen_ai.usage.cache_read.input_tokens'],
  cacheWrite: ['gen_ai.usage.cache_creation.input_tokens', 'gen_ai.usage.cache_write.input_tokens'],
  reasoning: ['gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens'],
};

/**
 * OpenTelemetry as the CLI's file exporter writes it, where a person has turned that on. A call comes as a chat span and
 * as a log, and again in the sums of its turn and of its agent: of a trace only the most detailed kind counts.
 */
export const otelLines: LineReader<OtelState> = {
  kind: 'lines',
  start: () => ({ traces: [] }),
  read: (chunk, at, state, file, out) => {
    if (valueAt(file.context, 'covered') === 'all') return chunk.lastIndexOf(NEWLINE) + 1;
    const covered = coveredSessions(file);
    return eachLine(chunk, at, (start, end) => {
      if (looksWhole(chunk, start, end) && !lineHas(chunk, start, end, '"gen_ai.usage.')) return;
      const row = parseLine(chunk, start, end);
      if (row === undefined) out.issue(at + start, 'BAD_JSON');
      else readRow(row, at + start, state, covered, out);
    });
  },
};

const coveredSessions = (file: FileInfo): ReadonlySet<unknown> => {
  const covered = valueAt(file.context, 'covered');
  return new Set(Array.isArray(covered) ? covered : []);
};

const readRow = (
  row: unknown,
  at: number,
  state: OtelState,
  covered: ReadonlySet<unknown>,
  out: Output,
): void => {
  const attributes = recordAt(row, 'attributes');
  if (!isRecord(row) || attributes === undefined) return;
  const rank = rankOf(row, attributes);
  const session = textOf(attributes['gen_ai.conversation.id']);
  if (rank === 0 || covered.has(session)) return;
  const trace = idOf(row, 'traceId');
  if (trace !== undefined && isToldBetter(state, trace, rank)) return;
  const event = eventOfRow(row, attributes, session, (code, detail) => out.issue(at, code, detail));
  if (event !== undefined) out.event(event);
};

/** 4 a chat span, 3 the log of one inference, 2 a turn, 1 an agent, 0 none of these. */
const rankOf = (row: JsonRecord, attributes: JsonRecord): number => {
  const operation = attributes['gen_ai.operation.name'];
  const event = textOf(attributes['event.name']) ?? textOf(row.eventName) ?? '';
  if (event === 'gen_ai.client.inference.operation.details') return 3;
  if (event === 'copilot_chat.agent.turn') return 2;
  if (operation === 'invoke_agent') return 1;
  const isChat = operation === 'chat' || (typeof row.name === 'string' && row.name.startsWith('chat '));
  return isChat ? 4 : 0;
};

/** What comes after a better witness of its trace is left out; a log that came before its span shares its keys. */
const isToldBetter = (state: OtelState, trace: string, rank: number): boolean => {
  const index = state.traces.findIndex(([id]) => id === trace);
  const best = index === -1 ? 0 : state.traces.splice(index, 1)[0]![1];
  state.traces.push([trace, Math.max(best, rank)]);
  if (state.traces.length > MAX_TRACES) state.traces.shift();
  return rank < best;
};

const eventOfRow = (row: JsonRecord, attributes: JsonRecord, session: string | undefined, onBad: OnBad) => {
  const model = textOf(attributes['gen_ai.response.model']) ?? textOf(attributes['gen_ai.request.model']);
  const startedAt =
    timeOf(row.endTime) ?? timeOf(row.timestamp) ?? timeOf(row.observedTimestamp) ?? timeOf(row.timeUnixNano);
  const event = eventOf({
    keys: keysOf(row, attributes, session, startedAt),
    startedAt: startedAt ?? 0,
    model,
    tokens: disjoint(readCounts(attributes, NAMES, onBad), onBad),
    confidence: 'exact',
    session,
  });
  if (event === undefined) return undefined;
  if (model === undefined) onBad('MISSING_MODEL', 'gen_ai.response.model');
  if (startedAt !== undefined) return event;
  onBad('BAD_TIMESTAMP', 'endTime');
  return undefined;
};

const keysOf = (
  row: JsonRecord,
  attributes: JsonRecord,
  session: string | undefined,
  startedAt: number | undefined,
): readonly string[] => {
  const response = textOf(attributes['gen_ai.response.id']);
  const span = idOf(row, 'spanId');
  const keys = [
    responseKey(response),
    response && `copilot-cli:${response}:${idOf(row, 'traceId') ?? session ?? ''}`,
    span && `copilot-cli:span:${idOf(row, 'traceId') ?? ''}:${span}`,
  ].filter((key) => key !== undefined && key !== '') as string[];
  return keys.length > 0 ? keys : [`copilot-cli:otel:${session ?? ''}:${startedAt}`];
};

/** Spans have their ids on top, logs in the context of their span. */
const idOf = (row: JsonRecord, name: 'traceId' | 'spanId'): string | undefined =>
  textOf(row[name]) ?? textOf(valueAt(row.spanContext, name));

/** Whether a line is Copilot's among all the programs that write such lines. */
export const isCopilotSpan = (line: unknown): boolean => {
  const attributes = recordAt(line, 'attributes');
  if (attributes === undefined) return false;
  const names = Object.keys(attributes);
  return (
    names.some((name) => name.startsWith('gen_ai.')) &&
    names.some((name) => name.startsWith('github.copilot.'))
  );
};
