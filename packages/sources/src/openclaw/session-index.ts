import { isRecord, joinPath, readJson } from '../read/index.ts';
import type { SourceFs } from '../source.ts';
import { databaseEntries } from './database-index.ts';
import { type IndexEntry, indexEntryOf } from './session-facts.ts';

/** An index holds a copy of the skills' texts for each session, hence the size. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

/** Which session has which key, as far as the files of one agent still know. */
export interface SessionIndex {
  readonly bySession: ReadonlyMap<string, IndexEntry>;
  readonly byKey: ReadonlyMap<string, string>;
}

/** Reads `sessions.json` and, where there is one, the agent's database, which remembers deleted sessions too. */
export const readSessionIndex = (fs: SourceFs, sessionsDir: string, database: string): SessionIndex => {
  const bySession = new Map<string, IndexEntry>();
  const byKey = new Map<string, string>();
  for (const entry of [...fileEntries(fs, sessionsDir), ...(fs.query(database, databaseEntries) ?? [])]) {
    if (!bySession.has(entry.sessionId)) bySession.set(entry.sessionId, entry);
    if (!byKey.has(entry.key)) byKey.set(entry.key, entry.sessionId);
  }
  return { bySession, byKey };
};

const fileEntries = (fs: SourceFs, sessionsDir: string): readonly IndexEntry[] => {
  const index = readJson(fs, joinPath(sessionsDir, 'sessions.json'), MAX_INDEX_BYTES);
  if (!isRecord(index)) return [];
  return Object.entries(index).flatMap(([key, value]) =>
    isRecord(value) ? (indexEntryOf(key, value) ?? []) : [],
  );
};
