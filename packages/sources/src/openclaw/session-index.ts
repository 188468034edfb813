import { isRecord, joinPath, readJson } from '../read/index.ts';
import type { SourceFs } from '../source.ts';
import { databaseEntries } from './database-index.ts';
import { type IndexEntry, indexEntryOf, indexOf, type SessionIndex } from './session-facts.ts';

/** An index holds a copy of the skills' texts for each session, hence the size. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

/** Reads `sessions.json` and, where there is one, the agent's database, which remembers deleted sessions too. */
export const readSessionIndex = (fs: SourceFs, sessionsDir: string, database: string): SessionIndex => {
  return indexOf([...fileEntries(fs, sessionsDir), ...(fs.query(database, databaseEntries) ?? [])]);
};

const fileEntries = (fs: SourceFs, sessionsDir: string): readonly IndexEntry[] => {
  const index = readJson(fs, joinPath(sessionsDir, 'sessions.json'), MAX_INDEX_BYTES);
  if (!isRecord(index)) return [];
  return Object.entries(index).flatMap(([key, value]) =>
    isRecord(value) ? (indexEntryOf(key, value) ?? []) : [],
  );
};
