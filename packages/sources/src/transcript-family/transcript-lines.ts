import { asBuffer, eachLine, lineHas, looksWhole, parseLine } from '../read/index.ts';
import type { FileInfo, LineReader } from '../source.ts';
import type { Dialect, Surroundings } from './dialect.ts';
import { readEntry } from './entry.ts';
import { startTranscript, type TranscriptState } from './transcript-state.ts';

/** What a line must hold to be of interest; most hold prompts, answers and tool results only. */
const MARKERS = ['"usage"', '"session"', '"model_change"', '"model-snapshot"'] as const;
const CRON_MARKERS = ['[cron:', '"jobId"'] as const;

/** The reader of transcript files for one program of the family. */
export const transcriptLines = (
  dialect: Dialect,
  surroundingsOf: (file: FileInfo) => Surroundings,
): LineReader<TranscriptState> => ({
  kind: 'lines',
  start: startTranscript,
  read: (chunk, at, state, file, out) => {
    const around = surroundingsOf(file);
    return eachLine(chunk, at, (start, end) => {
      if (looksWhole(chunk, start, end) && !isOfInterest(chunk, start, end, state, dialect)) return;
      const entry = parseLine(chunk, start, end);
      if (entry === undefined) out.issue(at + start, 'BAD_JSON');
      else readEntry(entry, at + start, state, around, dialect, out);
    });
  },
  skippable,
});

/** While a job's turn is being followed every line matters, since the turn goes on over `parentId`. */
const isOfInterest = (
  chunk: Uint8Array,
  start: number,
  end: number,
  state: TranscriptState,
  dialect: Dialect,
): boolean =>
  state.cronTurns.length > 0 ||
  MARKERS.some((marker) => lineHas(chunk, start, end, marker)) ||
  (dialect.cronTurns && CRON_MARKERS.some((marker) => lineHas(chunk, start, end, marker)));

/** A tool result or a prompt of any length holds no usage; it is known by its role, which stands before its content. */
const skippable = (head: Uint8Array): boolean => {
  const text = asBuffer(head).toString('latin1');
  const content = text.indexOf('"content"');
  return /"role":\s*"(?:user|toolResult|system)"/.test(content === -1 ? text : text.slice(0, content));
};
