import type { DatabaseSync } from 'node:sqlite';
import { MeterlineError } from '@meterline/core';
import { initial } from './0001-initial.ts';
import type { Migration } from './migration.ts';

/** All steps in order; version N stands at N - 1. */
export const MIGRATIONS: readonly Migration[] = [initial];
export const SCHEMA_VERSION = MIGRATIONS.length;

/** "MTRL": tells a ledger from any other SQLite file. */
const APPLICATION_ID = 0x4d54524c;

/**
 * Brings a ledger to this program's schema. All steps run in one transaction, so a crash leaves the old schema whole.
 * Throws LEDGER_NEWER for a newer file and LEDGER_DAMAGED for a SQLite file that is no ledger.
 */
export const migrate = (
  db: DatabaseSync,
  path: string,
  zone: string,
  migrations: readonly Migration[] = MIGRATIONS,
): void => {
  const target = migrations.length;
  if (schemaVersion(db, path, target) === target) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    // Looked at again inside: another process may just have done it.
    const from = schemaVersion(db, path, target);
    for (const migration of migrations.slice(from)) db.exec(migration.sql);
    if (from === 0)
      db.prepare("INSERT INTO meta VALUES ('zone', ?), ('raw_calls', 0), ('revision', 0)").run(zone);
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${target};`);
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
};

/** The file's schema version, 0 for an empty file. Throws where the file is newer than `known` or no ledger. */
export const schemaVersion = (db: DatabaseSync, path: string, known = SCHEMA_VERSION): number => {
  const version = pragma(db, 'user_version');
  if (version > known) {
    throw new MeterlineError({
      code: 'LEDGER_NEWER',
      message: `${path} has ledger schema ${version}; this Meterline knows ${known}.`,
      hint: 'Update Meterline, or choose another data folder with METERLINE_HOME or --home.',
    });
  }
  const empty = version === 0 && db.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  if (!empty && pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new MeterlineError({
      code: 'LEDGER_DAMAGED',
      message: `${path} is a database, but not a ledger.`,
      hint: 'Move it away; Meterline then begins a new ledger and imports again.',
    });
  }
  return version;
};

const pragma = (db: DatabaseSync, name: string): number =>
  db.prepare(`PRAGMA ${name}`).get()![name] as number;
