import type { Buffer } from 'node:buffer';
import { asBuffer, eachLine, isRecord, type JsonRecord, parseLine } from '../read/index.ts';
import { JsonHead } from '../read/json-head.ts';
import { Names } from '../read/names.ts';
import type { FileInfo, LineReader, Output } from '../source.ts';
import { declareCostState } from './declared.ts';
import { typeAtEnd } from './json-tail.ts';
import { lineKind } from './line-kind.ts';
import { OpenCalls } from './open-calls.ts';
import { callRowOf, lineTime } from './row.ts';
import { ContentSplicer, latin1 } from './splice.ts';
import { startState, type TranscriptState } from './state.ts';

/** Reads a session's or a subagent's transcript. Most bytes are never decoded: see `lineKind` and `ContentSplicer`. */
export const transcriptReader: LineReader<TranscriptState> = {
  kind: 'lines',
  start: () => startState(),
  read: (chunk, at, state, file, out) => {
    const pass = new TranscriptPass(asBuffer(chunk), at, state, file, out);
    const consumed = eachLine(chunk, at, (start, end) => pass.line(start, end));
    pass.finish();
    return consumed;
  },
  skippable: (head) => {
    const kind = lineKind(new JsonHead(asBuffer(head)), 0, head.length);
    return kind === 'other' || kind === 'opaque';
  },
};

/** Reads every line by parsing it: the meaning that the fast path must agree with. For tests. */
export const plainTranscriptReader: LineReader<TranscriptState> = {
  ...transcriptReader,
  read: (chunk, at, state, file, out) => {
    const pass = new TranscriptPass(asBuffer(chunk), at, state, file, out);
    const consumed = eachLine(chunk, at, (start, end) => pass.parse(start, end));
    pass.finish();
    return consumed;
  },
};

class TranscriptPass {
  readonly #bytes: Buffer;
  readonly #at: number;
  readonly #state: TranscriptState;
  readonly #out: Output;
  readonly #calls: OpenCalls;
  readonly #head: JsonHead;
  readonly #names = new Names();
  readonly #splicer = new ContentSplicer();

  constructor(bytes: Buffer, at: number, state: TranscriptState, file: FileInfo, out: Output) {
    this.#bytes = bytes;
    this.#head = new JsonHead(bytes);
    this.#at = at;
    this.#state = state;
    this.#out = out;
    this.#calls = new OpenCalls(state, file, this.#names, out);
  }

  line(start: number, end: number): void {
    // Until the session's own beginning is known, every line may tell it.
    const kind = this.#state.originAt === undefined ? 'unknown' : lineKind(this.#head, start, end);
    if (kind === 'message') this.#message(start, end);
    else if (kind === 'unknown' || (kind === 'opaque' && mayTell(this.#bytes, start, end))) {
      this.parse(start, end);
    }
  }

  #message(start: number, end: number): void {
    const line = this.#splicer.splice(this.#bytes, start, end, this.#head.valueAt);
    if (line === undefined) this.parse(start, end);
    else if (line !== 'repeat') this.#record(line, start);
  }

  parse(start: number, end: number): void {
    this.#splicer.forget();
    const line = parseLine(this.#bytes, start, end);
    if (line === undefined) this.#out.issue(this.#at + start, 'BAD_JSON');
    else if (isRecord(line)) this.#record(line, start);
  }

  finish(): void {
    this.#calls.finish();
  }

  #record(line: JsonRecord, start: number): void {
    const at = this.#at + start;
    this.#state.originAt ??= lineTime(line);
    if (line['type'] === 'cost-state') declareCostState(line, at, this.#state, this.#out);
    const row = callRowOf(line, this.#names, (code, detail) => this.#out.issue(at, code, detail));
    if (row === undefined) return;
    this.#state.originAt ??= row.at;
    this.#calls.add(row);
  }
}

/** The types of lines that tell of usage. */
const TELLING_TYPES = ['assistant', 'progress', 'cost-state'] as const;
/** How they stand in a line; `\\u00` for a spelling with escapes. Inside text the quotes would be escaped. */
const TELLING = [...TELLING_TYPES.map((type) => `"${type}"`), '\\u00'] as const;
/** How much of a line's end is looked at for its type. */
const TYPE_TAIL_BYTES = 768;

const mayTell = (bytes: Buffer, start: number, end: number): boolean => {
  const type = typeAtEnd(latin1(bytes, Math.max(start, end - TYPE_TAIL_BYTES), end));
  if (type !== undefined && !type.includes('\\')) return TELLING_TYPES.some((telling) => telling === type);
  const line = bytes.subarray(start, end);
  return TELLING.some((word) => line.includes(word));
};
