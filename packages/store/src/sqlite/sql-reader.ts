import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { dayKey, faultOf, MeterlineError } from '@meterline/core';
import { callId } from '../call/call-id.ts';
import type { SqlTable } from '../store.ts';
import { BUCKET_MS } from '../totals/bucket.ts';
import { unpackKeys } from './event-row.ts';
import { ledgerError } from './faults.ts';
import { openForReading } from './open-for-reading.ts';
import { checkStatement } from './sql-statement.ts';
import { VIEWS } from './views.ts';

/** Rows given at most, whatever limit is asked for. */
export const SQL_ROWS_MAX = 100_000;
const BUSY_TIMEOUT_MS = 1_000;

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
        // A statement that tries to write is a wrong statement, not a fault of the ledger.
        const fault = faultOf(ledgerError(error, path));
        if (fault !== undefined && fault.code !== 'LEDGER_READ_ONLY')
          throw new MeterlineError(fault, { cause: error });
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
  const db = openForReading(path, BUSY_TIMEOUT_MS);
  // Before the views: moving the place of temporary things empties it.
  db.exec('PRAGMA temp_store = MEMORY');
  const { value } = db.prepare("SELECT value FROM meta WHERE key = 'zone'").get() as {
    readonly value: string;
  };
  const options = { deterministic: true };
  db.function('call_id', options, (keys) => callId(unpackKeys(String(keys))));
  db.function('iso_time', options, (at) => (at === null ? null : new Date(Number(at)).toISOString()));
  db.function('local_day', options, (day) => dayKey(Number(day) * BUCKET_MS, value));
  for (const [name, select] of Object.entries(VIEWS)) db.exec(`CREATE TEMP VIEW ${name} AS ${select}`);
  db.exec('PRAGMA query_only = ON');
  return db;
};

const readRows = (db: DatabaseSync, text: string, limit: number): SqlTable => {
  const columns = db
    .prepare(text)
    .columns()
    .map(({ name }) => name);
  // Rows come as objects, in which columns of one name would fall together; a subquery numbers them.
  const repeated = new Set(columns).size < columns.length;
  const statement = db.prepare(repeated ? `SELECT * FROM (${text}\n)` : text);
  statement.setReadBigInts(true);
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
