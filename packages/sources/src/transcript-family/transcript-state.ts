import { baseName, type JsonRecord, textOf, timeOf } from '../read/index.ts';
import type { CronTurns } from './cron-turns.ts';

/** What must be remembered between two reads of one transcript. Plain JSON. */
export interface TranscriptState {
  /** From the header line; the file's name says less (`-topic-7`, `.reset.…`). */
  session?: string;
  /** 3 in files, 4 in SQLite. */
  version?: number;
  project?: string;
  /** UTC milliseconds of the header: since when this session has lines of its own. A fork's is later than its parent's. */
  originAt?: number;
  /** Session that this one was forked from. */
  forkedFrom?: string;
  /** Last provider and model that were chosen or answered: what a compaction is made with. */
  provider?: string;
  model?: string;
  cronTurns: CronTurns;
}

export const startTranscript = (): TranscriptState => ({ cronTurns: [] });

/** Takes in the header line. Only the first counts: a later one would be a copied line of another session. */
export const noteHeader = (state: TranscriptState, header: JsonRecord): void => {
  if (state.session !== undefined) return;
  const noted = {
    session: textOf(header['id']),
    version: typeof header['version'] === 'number' ? header['version'] : undefined,
    project: textOf(header['cwd']),
    originAt: timeOf(header['timestamp']),
    forkedFrom: sessionOfParent(textOf(header['parentSession']) ?? textOf(header['branchedFrom'])),
  };
  for (const [key, value] of Object.entries(noted))
    if (value !== undefined) Object.assign(state, { [key]: value });
};

/** Takes in a change of model, or any row that names one. */
export const noteModel = (
  state: TranscriptState,
  provider: string | undefined,
  model: string | undefined,
): void => {
  if (provider !== undefined) state.provider = provider;
  if (model !== undefined) state.model = model;
};

/** A parent is named by its file (`…/2026-01-02T03-04-05-006Z_<id>.jsonl`, `…/<id>.jsonl`) or by `sqlite:<agent>:<id>:<path>`. */
const sessionOfParent = (parent: string | undefined): string | undefined => {
  if (parent === undefined) return undefined;
  const row = /^sqlite:[^:]*:([^:]+):/.exec(parent);
  if (row) return textOf(row[1]);
  const name = baseName(parent).replace(/\.jsonl.*$/, '');
  return textOf(name.replace(/^\d{4}-\d{2}-\d{2}T[\d-]+Z_/, ''));
};
