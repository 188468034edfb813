import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { dayKey, faultOf, MeterlineError } from '@meterline/core';
import { callId } from '../call/call-id.ts';
import type { SqlTable } from '../store.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import { unpackKeys } from './event-row.ts';
import { ledgerError } from './faults.ts';
import { checkStatement } from './sql-statement.ts';
import { VIEWS } from './views.ts';

/** Rows given at most, whatever limit is asked for. */
export const SQL_ROWS_MAX = 100_000;

/** Runs a person's SQL on a connection of its own that cannot write, opened when it is first needed. */
export const createSqlReader = (path: string) => {
  let db: DatabaseSync | undefined;
  return {
    run: (statement: string, limit: number): SqlTable => {
      const text = checkStatement(statement);
      try {
        db ??= openReader(path);
        return readRows(db, text, Math.min(limit, SQL_ROWS_MAX));
      } catch (error) {
        const known = ledgerError(error, path);
        if (faultOf(known) !== undefined) throw known;
        throw invalid(error instanceof Error ? error.message : String(error));
      }
    },
    close: (): void => {
      db?.close();
      db = undefined;
    },
  };
};

const openReader = (path: string): DatabaseSync => {
  const db = new DatabaseSync(path, { readOnly: true });
  const { value } = db.prepare("SELECT value FROM meta WHERE key = 'zone'").get() as {
    readonly value: string;
  };
  const options = { deterministic: true };
  db.function('call_id', options, (keys) => callId(unpackKeys(String(keys))));
  db.function('iso_time', options, (at) => new Date(Number(at)).toISOString());
  db.function('local_day', options, (day) => dayKey(Number(day) * BUCKET_MS, value));
  for (const [name, select] of Object.entries(VIEWS)) db.exec(`CREATE TEMP VIEW ${name} AS ${select}`);
  db.exec('PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 1000;');
  return db;
};

const readRows = (db: DatabaseSync, text: string, limit: number): SqlTable => {
  const statement = db.prepare(text);
  statement.setReadBigInts(true);
  const columns = statement.columns().map(({ name }) => name);
  const rows: (string | number | null)[][] = [];
  for (const row of statement.iterate()) {
    if (rows.length === limit) return { columns, rows, truncated: true };
    rows.push(Object.values(row).map(toCell));
  }
  return { columns, rows, truncated: false };
};

const toCell = (value: SQLOutputValue): string | number | null => {
  if (typeof value === 'bigint') return Number(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
};

const invalid = (reason: string): MeterlineError =>
  new MeterlineError({
    code: 'SQL_INVALID',
    message: `The SQL statement cannot be run: ${reason}.`,
    hint: `Views: ${Object.keys(VIEWS).join(', ')}.`,
  });
