import { Buffer } from 'node:buffer';
import { KEY_HASH_BYTES, type KeyHash } from '../call/call-id.ts';
import type { Connection } from './connection.ts';
import { createKeyTable } from './key-table.ts';
import { readMeta, writeMeta } from './meta.ts';

/**
 * Who owns which identity key.
 *
 *     recent_key   rowid │ hash │ call      a log: new keys are written one after the other; all of it is in memory too
 *     event_key    hash → call              the index, ordered by hash
 *
 * Hashes fall anywhere in the index, so each new key would rewrite a page of its own. In the log a thousand share a few;
 * when it is full it goes into the index in the order of the hashes, where by then many share a page. The log's newest
 * row is right about a key, then the index.
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
  /** Moves a full log into the index. At the end of a write transaction. */
  tidy(): void;
  forget(): void;
}

/** Keys in the log: some 6 MB of memory, and some 30 ms to read when a process first writes. */
export const RECENT_KEYS_MAX = 65_536;

const RECENT_SINCE = 'SELECT id, key, event FROM recent_key WHERE id > ? ORDER BY id';
const ADD_RECENT = 'INSERT INTO recent_key (key, event) VALUES (?, ?)';
const FIND = 'SELECT event FROM event_key WHERE key = ?';
// The last row of a key comes last and replaces those before it.
const MERGE = 'INSERT OR REPLACE INTO event_key SELECT key, event FROM recent_key ORDER BY key, id';
const EPOCH = 'key_epoch';

export const createKeyIndex = (connection: Connection, recentMax = RECENT_KEYS_MAX): KeyIndex => {
  const recent = createKeyTable();
  // The log is emptied with each epoch, so its row numbers only count within one.
  let epoch: number | undefined;
  let lastRow = 0;
  const give = (hash: KeyHash, event: number): void => {
    lastRow = Number(connection.prepare(ADD_RECENT).run(toBytes(hash), event).lastInsertRowid);
    recent.set(hash, event);
  };
  const inIndex = (hash: KeyHash): number | undefined =>
    connection.prepare(FIND).get(toBytes(hash))?.event as number | undefined;
  // Nothing is in the index before the log was full for the first time.
  const ownerOf = (hash: KeyHash): number | undefined =>
    recent.get(hash) ?? (epoch === 0 ? undefined : inIndex(hash));
  const forget = (): void => {
    recent.clear();
    epoch = undefined;
    lastRow = 0;
  };
  const refresh = (): void => {
    const current = (readMeta(connection, EPOCH) as number | undefined) ?? 0;
    if (epoch !== current) forget();
    epoch = current;
    for (const row of connection.prepare(RECENT_SINCE).iterate(lastRow)) {
      recent.set(fromBytes(row.key as Uint8Array), row.event as number);
      lastRow = row.id as number;
    }
  };
  return {
    refresh,
    give,
    ownerOf,
    lookUp: (hash) => {
      if (epoch === undefined) return undefined;
      refresh();
      return { owner: ownerOf(hash) };
    },
    tidy: () => {
      if (recent.size < recentMax) return;
      connection.prepare(MERGE).run();
      connection.db.exec('DELETE FROM recent_key');
      writeMeta(connection, EPOCH, (epoch ?? 0) + 1);
      forget();
    },
    forget,
  };
};

// One for all: SQLite copies what is bound.
const bytes = Buffer.alloc(KEY_HASH_BYTES);
const toBytes = (hash: KeyHash): Uint8Array => {
  bytes.write(hash, 'latin1');
  return bytes;
};
const fromBytes = (key: Uint8Array): KeyHash =>
  Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1') as KeyHash;

const OWNERS_BETWEEN = `SELECT key, event FROM event_key WHERE key BETWEEN ?1 AND ?2
  UNION ALL SELECT key, event FROM (SELECT * FROM recent_key WHERE key BETWEEN ?1 AND ?2 ORDER BY id)`;

/** Calls that own keys whose hashes lie between two, without reading the log into memory. */
export const ownersBetween = (
  connection: Connection,
  first: Uint8Array,
  last: Uint8Array,
): readonly number[] => {
  const owners = new Map<string, number>();
  for (const row of connection.prepare(OWNERS_BETWEEN).iterate(first, last)) {
    owners.set(fromBytes(row.key as Uint8Array), row.event as number);
  }
  return [...new Set(owners.values())];
};
