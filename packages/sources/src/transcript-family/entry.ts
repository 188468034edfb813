import type { IssueCode } from '@meterline/core';
import { isRecord, type JsonRecord, recordAt, textOf } from '../read/index.ts';
import type { Output } from '../source.ts';
import { callOf } from './call.ts';
import { followTurn } from './cron-turns.ts';
import type { Dialect, Surroundings } from './dialect.ts';
import { noteHeader, noteModel, type TranscriptState } from './transcript-state.ts';

/** Rows that can hold usage. Others, also those of versions to come, are passed over. */
const CALL_TYPES: ReadonlySet<unknown> = new Set(['message', 'compaction', 'branch_summary']);

/** Reads one entry of a transcript, whether it came from a line or from a database row. `at` says where, for issues. */
export const readEntry = (
  entry: unknown,
  at: number,
  state: TranscriptState,
  around: Surroundings,
  dialect: Dialect,
  out: Output,
): void => {
  if (!isRecord(entry)) return;
  if (entry['type'] === 'session') {
    readHeader(entry, state, around, out);
    return;
  }
  const cron = dialect.cronTurns ? followTurn(state.cronTurns, entry) : undefined;
  noteModelOf(entry, state);
  if (!CALL_TYPES.has(entry['type'])) return;
  const onBad = (code: IssueCode, detail: string): void => out.issue(at, code, detail);
  const call = callOf(entry, state, cron, around, dialect, onBad);
  if (call === undefined) return;
  out.event(call);
  noteModel(state, call.provider, call.model);
};

const readHeader = (entry: JsonRecord, state: TranscriptState, around: Surroundings, out: Output): void => {
  noteHeader(state, entry);
  if (around.cron !== undefined && around.cronName !== undefined)
    out.cronJob({ app: around.app, cron: around.cron, name: around.cronName });
};

const noteModelOf = (entry: JsonRecord, state: TranscriptState): void => {
  const change =
    entry['type'] === 'model_change'
      ? entry
      : entry['customType'] === 'model-snapshot'
        ? recordAt(entry, 'data')
        : undefined;
  if (change) noteModel(state, textOf(change['provider']), textOf(change['modelId']));
};
