import type { KeyHash } from '../call/call-id.ts';
import type { Connection } from './connection.ts';
import {
  bytesOf,
  CALL_WORD,
  compareEntries,
  ENTRY_WORDS,
  entryHash,
  entryOf,
  widened,
  wordsOf,
  writeHash,
} from './key-entries.ts';
import { mayHold } from './key-filter.ts';
import { addRun, findInRun, type KeyRun, pagesBetween, readRuns } from './key-runs.ts';
import { createKeyTable } from './key-table.ts';
import { readMeta, writeMeta } from './meta.ts';

/**
 * Who owns which identity key.
 *
 *     recent_key   a log: the new keys of a transaction are one row; all of it is in memory too
 *     key_run      what was in full logs, ordered by hash (`key-runs.ts`); of it only filters are in memory
 *
 * Hashes fall anywhere in an index, so with a tree each new key would rewrite a page of its own, and be looked for on one.
 * Here a thousand keys share a few pages, and nearly all that are new are known to be so without a look at the file. The
 * log's newest row is right about a key, then the newest run.
 */
export interface KeyIndex {
  /** Takes notice of what other processes wrote. Once at the beginning of a write transaction. */
  refresh(): void;
  /** Gives a key to a call, whoever has it. */
  give(hash: KeyHash, event: number): void;
  /** The call that a key belongs to, also one that was dropped. */
  ownerOf(hash: KeyHash): number | undefined;
  /**
   * The same for a reader: undefined where this connection has not the log in memory, which only a writer's has. Within a
   * snapshot.
   */
  lookUp(hash: KeyHash): { readonly owner: number | undefined } | undefined;
  /** Writes the keys that were given, and makes a full log a run. At the end of a write transaction. */
  flush(): void;
  forget(): void;
}

/** Keys in the log: some 3 MB of memory, and 5 to 30 ms to read when a process first writes. */
export const RECENT_KEYS_MAX = 65_536;

const RECENT_SINCE = 'SELECT id, entries FROM recent_key WHERE id > ? ORDER BY id';
const ADD_RECENT = 'INSERT INTO recent_key (entries) VALUES (?)';
const EPOCH = 'key_epoch';

export const createKeyIndex = (connection: Connection, recentMax = RECENT_KEYS_MAX): KeyIndex => {
  const recent = createKeyTable();
  const given = createKeyList();
  // The log is emptied with each epoch, so its row numbers only count within one.
  let epoch: number | undefined;
  let lastRow = 0;
  let runs: readonly KeyRun[] = [];
  const wanted = new Uint32Array(ENTRY_WORDS);
  const ownerOf = (hash: KeyHash): number | undefined => {
    writeHash(hash, wanted, 0);
    const owner = recent.get(wanted);
    if (owner !== undefined) return owner;
    for (const run of runs) {
      const found = mayHold(run.filter, wanted) ? findInRun(connection, run, wanted) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const clearLog = (): void => {
    recent.clear();
    given.clear();
    epoch = undefined;
    lastRow = 0;
  };
  const refresh = (): void => {
    const current = (readMeta(connection, EPOCH) as number | undefined) ?? 0;
    if (epoch !== current) {
      clearLog();
      runs = readRuns(connection, runs);
    }
    epoch = current;
    for (const row of connection.prepare(RECENT_SINCE).iterate(lastRow)) {
      const entries = wordsOf(row.entries as Uint8Array);
      for (let at = 0; at < entries.length; at += ENTRY_WORDS) recent.set(entries, at);
      lastRow = row.id as number;
    }
  };
  return {
    refresh,
    give: (hash, event) => given.add(hash, event, recent.set),
    ownerOf,
    lookUp: (hash) => {
      if (epoch === undefined) return undefined;
      refresh();
      return { owner: ownerOf(hash) };
    },
    flush: () => {
      if (given.length === 0) return;
      if (recent.size < recentMax) {
        lastRow = Number(connection.prepare(ADD_RECENT).run(given.bytes()).lastInsertRowid);
        given.clear();
        return;
      }
      addRun(connection, runs, recent.entries());
      connection.db.exec('DELETE FROM recent_key');
      writeMeta(connection, EPOCH, (epoch ?? 0) + 1);
      clearLog();
    },
    forget: () => {
      clearLog();
      runs = [];
    },
  };
};

/** Entries in the order in which they came. */
const createKeyList = () => {
  let entries = new Uint32Array(1_024 * ENTRY_WORDS);
  let length = 0;
  return {
    get length() {
      return length;
    },
    /** `added` is told where it stands. */
    add: (hash: KeyHash, event: number, added: (entries: Uint32Array, at: number) => void): void => {
      if (length === entries.length) entries = widened(entries);
      writeHash(hash, entries, length);
      entries[length + CALL_WORD] = event;
      added(entries, length);
      length += ENTRY_WORDS;
    },
    /** Good until the next change: SQLite copies what is bound. */
    bytes: (): Uint8Array => bytesOf(entries.subarray(0, length)),
    clear: (): void => {
      length = 0;
    },
  };
};

/** Calls that own keys whose hashes lie between two, without reading the log into memory. */
export const ownersBetween = (connection: Connection, first: KeyHash, last: KeyHash): readonly number[] => {
  const [from, to] = [entryOf(first), entryOf(last)];
  const owners = new Map<string, number>();
  const collect = (entries: Uint32Array): void => {
    for (let at = 0; at < entries.length; at += ENTRY_WORDS) {
      if (compareEntries(entries, at, from, 0) < 0 || compareEntries(entries, at, to, 0) > 0) continue;
      owners.set(entryHash(entries, at), entries[at + CALL_WORD]!);
    }
  };
  // What comes later is right.
  for (const entries of pagesBetween(connection, from, to)) collect(entries);
  for (const row of connection.prepare(RECENT_SINCE).iterate(0)) collect(wordsOf(row.entries as Uint8Array));
  return [...new Set(owners.values())];
};
