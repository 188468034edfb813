import type { Connection } from './connection.ts';

export const readNote = (connection: Connection, name: string): string | undefined =>
  connection.prepare('SELECT text FROM note WHERE name = ?').get(name)?.text as string | undefined;

/** Compares and writes inside one write transaction: of several who change the same note one wins. */
export const changeNote = (
  connection: Connection,
  name: string,
  before: string | undefined,
  after: string | undefined,
): boolean => {
  if (readNote(connection, name) !== before) return false;
  if (after === undefined) connection.prepare('DELETE FROM note WHERE name = ?').run(name);
  else connection.prepare('INSERT OR REPLACE INTO note VALUES (?, ?)').run(name, after);
  return true;
};
