import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import {
  type Cost,
  type CronJobName,
  cacheWriteTokens,
  type DeclaredUsage,
  type Issue,
  type LedgerEvent,
  mergeEvents,
  toLedgerEvent,
  totalTokens,
  type UsageEvent,
} from '@meterline/core';
import type { Output, Source, SourceEnv, SourceFile, SourceFs, SqlReader, SqlValue } from '../src/source.ts';

/** The real file system and SQLite behind the interfaces that sources are handed. For tests only. */
export const nodeFs: SourceFs = {
  list: (dir) => {
    try {
      return readdirSync(dir).map((name) => ({ name, kind: kindOf(join(dir, name)) }));
    } catch {
      return [];
    }
  },
  stat: (path) => {
    try {
      const stat = statSync(path);
      return { kind: kindOf(path), size: stat.size, modifiedAt: stat.mtimeMs };
    } catch {
      return undefined;
    }
  },
  read: (path, maxBytes) => {
    try {
      return readFileSync(path).subarray(0, maxBytes);
    } catch {
      return undefined;
    }
  },
  realpath: (path) => {
    try {
      return realpathSync(path);
    } catch {
      return undefined;
    }
  },
  query: (path, look) => {
    try {
      const db = new DatabaseSync(path, { readOnly: true });
      try {
        return look(sqlReader(db));
      } finally {
        db.close();
      }
    } catch {
      return undefined;
    }
  },
};

const kindOf = (path: string): 'file' | 'folder' | 'other' => {
  try {
    const stat = statSync(path);
    return stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : 'other';
  } catch {
    return 'other';
  }
};

export const sqlReader = (db: DatabaseSync): SqlReader => ({
  rows: (sql, ...params) => db.prepare(sql).iterate(...params) as Iterable<Record<string, SqlValue>>,
  tables: () =>
    new Set(
      db
        .prepare("SELECT name FROM sqlite_master WHERE type IN ('table','view')")
        .all()
        .map((row) => String(row['name'])),
    ),
  columns: (table) =>
    new Set(
      db
        .prepare('SELECT name FROM pragma_table_info(?)')
        .all(table)
        .map((row) => String(row['name'])),
    ),
});

export const testEnv = (home: string, variables: Record<string, string> = {}): SourceEnv => ({
  platform: 'linux',
  home,
  get: (name) => variables[name] || undefined,
});

export interface ReadOutcome {
  /** Each call once, copies merged as the ledger merges them. */
  readonly calls: readonly LedgerEvent[];
  /** What the readers emitted, copies included. */
  readonly emitted: readonly UsageEvent[];
  readonly issues: readonly Issue[];
  readonly declared: readonly DeclaredUsage[];
  readonly cronJobs: readonly CronJobName[];
}

/** Reads everything that a source finds under a root, in chunks of `chunkBytes` (a small prime finds torn-state bugs). */
export const readRoot = (
  source: Source,
  root: string,
  options: { chunkBytes?: number; order?: 'reverse' } = {},
): ReadOutcome => {
  const files = [...source.discover(root, nodeFs)];
  if (options.order === 'reverse') files.reverse();
  return readFiles(source, files, options);
};

export const readFiles = (
  source: Source,
  files: readonly SourceFile[],
  options: { chunkBytes?: number } = {},
): ReadOutcome => {
  const emitted: UsageEvent[] = [];
  const issues: Issue[] = [];
  const declared: DeclaredUsage[] = [];
  const cronJobs: CronJobName[] = [];
  for (const file of files) {
    const out: Output = {
      event: (event) => emitted.push(event),
      issue: (at, code, detail) =>
        issues.push({ source: source.id, file: file.path, at, code, ...(detail ? { detail } : {}) }),
      declare: (usage) => declared.push(usage),
      cronJob: (job) => cronJobs.push(job),
      inflateZstd: (bytes, maxBytes) => inflate(bytes, maxBytes),
    };
    readFile(source, file, out, options.chunkBytes ?? 1 << 20);
  }
  return { calls: mergeAll(emitted), emitted, issues, declared, cronJobs };
};

const inflate = (bytes: Uint8Array, maxBytes: number): Uint8Array | undefined => {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return undefined;
  }
};

const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

const readFile = (source: Source, file: SourceFile, out: Output, chunkBytes: number): void => {
  const reader = source.readers[file.reader];
  if (!reader) throw new Error(`${source.id} has no reader ${file.reader}`);
  const info = { path: file.path, context: file.context, modifiedAt: statSync(file.path).mtimeMs };
  if (reader.kind === 'database') {
    const db = new DatabaseSync(file.path, { readOnly: true });
    reader.read(sqlReader(db), reader.start(info), info, out);
    db.close();
    return;
  }
  let bytes: Buffer = readFileSync(file.path);
  if (bytes.subarray(0, 4).equals(ZSTD_MAGIC)) bytes = Buffer.from(zstdDecompressSync(bytes));
  if (reader.kind === 'document') {
    reader.read(bytes, reader.start(info), info, out);
    return;
  }
  let state = reader.start(info);
  let start = 0;
  for (let end = Math.min(chunkBytes, bytes.length); ; end = Math.min(end + chunkBytes, bytes.length)) {
    // A copy in memory of its own, scribbled over afterwards: a reader that keeps a reference is caught.
    const chunk = Buffer.from(bytes.subarray(start, end));
    start += reader.read(chunk, start, state, info, out);
    chunk.fill(0);
    state = JSON.parse(JSON.stringify(state));
    if (end >= bytes.length) break;
  }
  // A last line without a newline is read once more at the end, with a copy of the state, as the importer does.
  if (start < bytes.length) {
    const tail = Buffer.concat([bytes.subarray(start), Buffer.from('\n')]);
    reader.read(tail, start, structuredClone(state), info, { ...out, issue: () => {} });
  }
};

const NO_COST: Cost = {
  status: 'unpriced',
  listNanoUsd: undefined,
  reportedNanoUsd: undefined,
  billedNanoUsd: undefined,
  cacheSavedNanoUsd: undefined,
  cachePremiumNanoUsd: undefined,
  priceRule: undefined,
  matchedBy: undefined,
  bookVersion: 'none',
  confidence: 'exact',
};

/** Joins events that share any identity key, directly or through others: what the ledger holds afterwards. */
export const mergeAll = (events: readonly UsageEvent[]): readonly LedgerEvent[] => {
  const byKey = new Map<string, LedgerEvent>();
  for (const event of events) {
    let call = toLedgerEvent({ ...event, modelCanonical: event.model, cost: NO_COST });
    for (const other of new Set(call.keys.map((key) => byKey.get(key))))
      if (other) call = mergeEvents(other, call);
    for (const key of call.keys) byKey.set(key, call);
  }
  return [...new Set(byKey.values())];
};

export interface CallTotals {
  readonly calls: number;
  readonly input: number;
  readonly output: number;
  readonly reasoning: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  readonly total: number;
  readonly reportedCostNanoUsd: number;
}

export const totalsOf = (calls: readonly UsageEventLike[]): CallTotals => {
  const sum = (pick: (call: UsageEventLike) => number | undefined): number =>
    calls.reduce((total, call) => total + (pick(call) ?? 0), 0);
  return {
    calls: calls.length,
    input: sum((call) => call.tokens.input),
    output: sum((call) => call.tokens.output),
    reasoning: sum((call) => call.tokens.reasoning),
    cacheRead: sum((call) => call.tokens.cacheRead),
    cacheWrite: sum((call) => cacheWriteTokens(call.tokens)),
    cacheWrite5m: sum((call) => call.tokens.cacheWrite5m),
    cacheWrite1h: sum((call) => call.tokens.cacheWrite1h),
    total: sum((call) => totalTokens(call.tokens)),
    reportedCostNanoUsd: sum((call) => call.reportedCostNanoUsd),
  };
};

type UsageEventLike = Pick<UsageEvent, 'tokens' | 'reportedCostNanoUsd'>;
