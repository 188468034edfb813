import type { Connection } from './connection.ts';

/** Names and sets kept in memory; beyond it the table is asked again. */
const CACHED_MAX = 20_000;
export const NOT_SET = 0;

/** Interned texts: the same text always has the same id, 0 is "not set". */
export interface NameTable {
  /** The id of a text, which is added if it is new (inside a write transaction). */
  idOf(text: string | undefined): number;
  textOf(id: number): string | null;
  /** Forgets what was cached: ids of a transaction that was undone are not valid. */
  forget(): void;
}

export const createNameTable = (connection: Connection, table: 'name' | 'tag_set' | 'trait'): NameTable => {
  const ids = new Map<string, number>();
  const texts = new Map<number, string>();
  const remember = (id: number, text: string): void => {
    if (ids.size >= CACHED_MAX) ids.clear();
    if (texts.size >= CACHED_MAX) texts.clear();
    ids.set(text, id);
    texts.set(id, text);
  };
  const statements = {
    find: `SELECT id FROM ${table} WHERE text = ?`,
    add: `INSERT INTO ${table} (text) VALUES (?)`,
    read: `SELECT text FROM ${table} WHERE id = ?`,
  };
  const find = (text: string): number | undefined =>
    connection.prepare(statements.find).get(text)?.id as number | undefined;
  const add = (text: string): number => Number(connection.prepare(statements.add).run(text).lastInsertRowid);
  return {
    idOf: (text) => {
      if (text === undefined) return NOT_SET;
      const cached = ids.get(text);
      if (cached !== undefined) return cached;
      const id = find(text) ?? add(text);
      remember(id, text);
      return id;
    },
    textOf: (id) => {
      if (id === NOT_SET) return null;
      const cached = texts.get(id);
      if (cached !== undefined) return cached;
      const text = connection.prepare(statements.read).get(id)!.text as string;
      remember(id, text);
      return text;
    },
    forget: () => {
      ids.clear();
      texts.clear();
    },
  };
};
