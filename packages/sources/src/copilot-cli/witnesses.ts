import { asBuffer, joinPath, textOf } from '../read/index.ts';
import { rememberUntilChanged } from '../read/remember.ts';
import type { SourceFile, SourceFs } from '../source.ts';
import { USAGE_TABLE } from './store.ts';

/** OpenTelemetry files are looked through for the sessions they tell, up to here. */
const MAX_OTEL_LOOK_BYTES = 32 * 1024 * 1024;
const SQLITE_MAGIC = 'SQLite format 3\0';

/** Who tells of which sessions in one home of the program. */
export interface Witnesses {
  readonly store: SourceFile | undefined;
  /** Undefined where the store is there and cannot be read just now: it may know them all, so the others wait. */
  readonly stored: ReadonlySet<string> | undefined;
  /** By path. */
  readonly traces: ReadonlyMap<string, TracedSessions>;
}

export interface TracedSessions {
  readonly sessions: ReadonlySet<string>;
  /** Whether the file was looked through to its end. */
  readonly isWhole: boolean;
}

export const NO_WITNESSES: Witnesses = { store: undefined, stored: new Set(), traces: new Map() };
export const UNKNOWN_TRACES: TracedSessions = { sessions: new Set(), isWhole: false };

export const witnessesOf = (fs: SourceFs, home: string): Witnesses => ({
  ...storeOf(fs, home),
  traces: new Map(otelFiles(fs, home).map((path) => [path, tracedSessions(fs, path)])),
});

const storeOf = (fs: SourceFs, home: string): Pick<Witnesses, 'store' | 'stored'> => {
  const path = joinPath(home, 'session-store.db');
  const head = fs.read(path, SQLITE_MAGIC.length);
  if (head === undefined || asBuffer(head).toString('latin1') !== SQLITE_MAGIC) return NO_WITNESSES;
  const sessions = fs.query(path, (db) => {
    if (!db.tables().has(USAGE_TABLE)) return 'older' as const;
    const ids = new Set<string>();
    for (const row of db.rows(`SELECT DISTINCT session_id AS id FROM ${USAGE_TABLE}`)) {
      const id = textOf(row.id);
      if (id !== undefined) ids.add(id);
    }
    return ids;
  });
  if (sessions === 'older') return NO_WITNESSES;
  return { store: { path, reader: 'store', context: {} }, stored: sessions };
};

const otelFiles = (fs: SourceFs, home: string): readonly string[] =>
  fs
    .list(joinPath(home, 'otel'))
    .filter((entry) => entry.kind === 'file' && entry.name.endsWith('.jsonl'))
    .map((entry) => joinPath(home, 'otel', entry.name));

const tracedSessions = (fs: SourceFs, path: string): TracedSessions =>
  rememberUntilChanged(fs, path, 'copilot-cli', () => lookForSessions(fs, path));

const lookForSessions = (fs: SourceFs, path: string): TracedSessions => {
  const bytes = fs.read(path, MAX_OTEL_LOOK_BYTES) ?? new Uint8Array();
  const found = asBuffer(bytes)
    .toString('latin1')
    .matchAll(/"gen_ai\.conversation\.id"\s*:\s*"([^"\\]{1,128})"/g);
  return { sessions: new Set([...found].map(([, id]) => id!)), isWhole: bytes.length < MAX_OTEL_LOOK_BYTES };
};
