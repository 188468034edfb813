import type { CronJobName, DeclaredUsage, Fault, IssueCode, UsageEvent } from '@meterline/core';

/**
 * A source knows where one program keeps its logs and what each field means. It only parses: it never prices, stores
 * or prints, and it reads the world only through what it is handed, so the same code serves a cold import, a worker
 * thread, the live tail and a test.
 *
 *     roots(env) ─→ discover(root, fs) ─→ SourceFile ─→ readers[file.reader].read(…) ─→ events, issues, facts
 */
export interface Source {
  /** Stable id, also the `source` of its events: `claude-code`. */
  readonly id: string;
  /** How people write it: `Claude Code`. */
  readonly name: string;
  /** Raise it when a change of the parser must read everything again (identity keys keep that from doubling). */
  readonly parserVersion: number;
  /** What this program bills but writes nowhere, one plain sentence each; `doctor` and `sources` show them. */
  readonly unseen: readonly string[];
  readonly readers: Readonly<Record<string, Reader>>;
  /**
   * Folders to look in, existing or not, most specific first. A variable of the program replaces the defaults. With `fs`
   * also those whose names only a look at the disk tells (profiles, homes inside another program's folder).
   */
  roots(env: SourceEnv, fs?: SourceFs): readonly string[];
  /** The files under a root that hold usage. Order is free; a root that is no such folder gives none. */
  discover(root: string, fs: SourceFs): Iterable<SourceFile>;
  /** Whether a file's beginning is of this source's making, whatever its name (`meterline import FILE`). */
  recognises(head: FileHead): boolean;
  /** Why a file that looks like this source's cannot be taken; told where no source recognises it. */
  objection?(head: FileHead): Fault | undefined;
  /** The same description that `discover` would give for one file that was named by hand. */
  adopt(path: string, fs: SourceFs): SourceFile;
  /** Folders below a root to watch, where watching the whole root would be too much. Default: the root. */
  watch?(root: string): readonly string[];
}

export interface SourceEnv {
  readonly platform: 'linux' | 'darwin' | 'win32' | (string & {});
  readonly home: string;
  /** Environment variables; a blank one counts as unset. */
  get(name: string): string | undefined;
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export interface SourceFile {
  /** Absolute path. */
  readonly path: string;
  /** Key of `Source.readers`. */
  readonly reader: string;
  /** What the neighbourhood says of this file (an index, a sidecar, a project map): made anew at each discovery. */
  readonly context: Json;
}

/** The file as a reader sees it. */
export interface FileInfo {
  readonly path: string;
  readonly context: Json;
  /** UTC milliseconds. */
  readonly modifiedAt: number;
}

export type Reader = LineReader | DocumentReader | DatabaseReader;

/**
 * For files that grow by lines. `State` must be plain JSON: it is stored with the byte offset and handed back, perhaps
 * in another process, when the file has grown.
 */
// biome-ignore lint/suspicious/noExplicitAny: each reader knows its own state; the importer only stores it.
export interface LineReader<State = any> {
  readonly kind: 'lines';
  start(file: FileInfo): State;
  /**
   * Reads the whole lines of `chunk` (bytes; the chunk begins at a line's start, at byte `at` of the file), changing
   * `state` in place. Returns how many bytes it consumed: up to and including the last newline. Any split of a file
   * into chunks must give the same events in all. Keep no reference into `chunk`: its memory is used again.
   */
  read(chunk: Uint8Array, at: number, state: State, file: FileInfo, out: Output): number;
  /** Whether a line that is too long to hold may be passed over in silence, judged by its first bytes. */
  skippable?(head: Uint8Array): boolean;
}

/** For files that are rewritten whole. `state` lives through rewrites (running totals, snapshots). */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export interface DocumentReader<State = any> {
  readonly kind: 'document';
  start(file: FileInfo): State;
  /** Larger files are an issue, not read. */
  readonly maxBytes: number;
  read(bytes: Uint8Array, state: State, file: FileInfo, out: Output): void;
}

/** For SQLite files, which are opened read-only and never written. `state` holds cursors. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export interface DatabaseReader<State = any> {
  readonly kind: 'database';
  start(file: FileInfo): State;
  read(db: SqlReader, state: State, file: FileInfo, out: Output): void;
}

/** Where a reader puts what it found. */
export interface Output {
  event(event: UsageEvent): void;
  /** `at`: byte offset of the line, row number, or 0. `detail` never holds text from the file. */
  issue(at: number, code: IssueCode, detail?: string): void;
  declare(usage: DeclaredUsage): void;
  cronJob(job: CronJobName): void;
  /** Inflates a zstd frame; undefined when it is damaged, over `maxBytes`, or this Node cannot. */
  inflateZstd(bytes: Uint8Array, maxBytes: number): Uint8Array | undefined;
}

export type SqlValue = null | number | bigint | string | Uint8Array;

export interface SqlReader {
  /** Rows one by one, so that a large table is never held whole. */
  rows(sql: string, ...params: readonly SqlValue[]): Iterable<Readonly<Record<string, SqlValue>>>;
  /** Names of the tables and views. */
  tables(): ReadonlySet<string>;
  columns(table: string): ReadonlySet<string>;
}

/** The file system as sources may see it: no writing, no exceptions; what cannot be read is reported by the owner. */
export interface SourceFs {
  /** Entries of a folder, symbolic links followed; empty when it is missing or unreadable. */
  list(dir: string): readonly DirEntry[];
  stat(path: string): FileStat | undefined;
  /** The file's first `maxBytes`; undefined when it cannot be read. */
  read(path: string, maxBytes: number): Uint8Array | undefined;
  realpath(path: string): string | undefined;
  /** A read-only look into a database during discovery; the callback's value, or undefined when it cannot be opened. */
  query<T>(path: string, look: (db: SqlReader) => T): T | undefined;
}

export interface DirEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

export interface FileStat {
  readonly kind: 'file' | 'folder' | 'other';
  readonly size: number;
  readonly modifiedAt: number;
}

/** The beginning of a file of unknown kind. */
export interface FileHead {
  readonly path: string;
  /** The first bytes (up to 256 KiB), inflated where the file is zstd. */
  readonly bytes: Uint8Array;
  /** The first 20 lines that are valid JSON, parsed. Empty for other files. */
  readonly lines: readonly Json[];
  /** The whole file as one JSON value, when it is one and fits in the head. */
  readonly document: Json | undefined;
  /** Table names when it is a SQLite file. */
  readonly tables: ReadonlySet<string> | undefined;
}
