import type { CronJobName, DeclaredUsage, Issue } from '@meterline/core';
import { ISSUES_PER_FILE_MAX } from '../facts/issue-limit.ts';
import { laterDeclared } from '../facts/later-declared.ts';
import type { Checkpoint, IssueSummary } from '../store.ts';
import type { Connection } from './connection.ts';

/** Everything in a ledger that is not a call: checkpoints, issues, declared usage, names of scheduled jobs. */

export const writeCheckpoint = (connection: Connection, checkpoint: Checkpoint): void => {
  const { source, path, parserVersion, device, inode, size, modifiedAt, offset, fingerprint, state } =
    checkpoint;
  connection
    .prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(source, path, parserVersion, device, inode, size, modifiedAt, offset, fingerprint, state);
};

const CHECKPOINT = `SELECT source, path, parser_version AS parserVersion, device, inode, size,
  modified_at AS modifiedAt, offset, fingerprint, state FROM checkpoint WHERE source = ?`;

export const readCheckpoint = (
  connection: Connection,
  source: string,
  path: string,
): Checkpoint | undefined => {
  const row = connection.prepare(`${CHECKPOINT} AND path = ?`).get(source, path);
  return row === undefined ? undefined : ({ ...row } as unknown as Checkpoint);
};

export const readCheckpoints = (connection: Connection, source: string): readonly Checkpoint[] =>
  connection
    .prepare(CHECKPOINT)
    .all(source)
    .map((row) => ({ ...row }) as unknown as Checkpoint);

/** Counts an issue once, as long as its place is remembered; past the limit only places further down count. */
export const writeIssue = (connection: Connection, issue: Issue): void => {
  const { source, file, code, at, detail = null } = issue;
  const row = connection
    .prepare('SELECT id, last_at FROM issue WHERE source = ? AND file = ? AND code = ?')
    .get(source, file, code) as { readonly id: number; readonly last_at: number } | undefined;
  if (row === undefined) {
    const added = connection
      .prepare(
        'INSERT INTO issue (source, file, code, count, first_at, last_at, detail) VALUES (?, ?, ?, 1, ?, ?, ?)',
      )
      .run(source, file, code, at, at, detail);
    writePlace(connection, Number(added.lastInsertRowid), at);
    return;
  }
  const full = placesOf(connection, row.id) >= ISSUES_PER_FILE_MAX;
  if (full ? at <= row.last_at : !writePlace(connection, row.id, at)) return;
  connection
    .prepare(`UPDATE issue SET count = count + 1, last_at = max(last_at, ?1),
      detail = iif(?1 < first_at, ?2, detail), first_at = min(first_at, ?1) WHERE id = ?3`)
    .run(at, detail, row.id);
};

const placesOf = (connection: Connection, issue: number): number =>
  connection.prepare('SELECT count(*) AS places FROM issue_place WHERE issue = ?').get(issue)!
    .places as number;

const writePlace = (connection: Connection, issue: number, at: number): boolean =>
  connection.prepare('INSERT OR IGNORE INTO issue_place VALUES (?, ?)').run(issue, at).changes === 1;

export const readIssues = (connection: Connection): readonly IssueSummary[] =>
  connection
    .prepare(
      'SELECT source, file, code, count, first_at AS firstAt, detail FROM issue ORDER BY source, file, code',
    )
    .all()
    .map((row) => ({ ...row }) as unknown as IssueSummary);

export const writeDeclared = (connection: Connection, incoming: DeclaredUsage): void => {
  const { app, session, model } = incoming;
  const row = connection
    .prepare('SELECT text FROM declared WHERE app = ? AND session = ? AND model = ?')
    .get(app, session, model);
  const stored = row === undefined ? undefined : (JSON.parse(row.text as string) as DeclaredUsage);
  const later = laterDeclared(stored, incoming);
  if (later === stored) return;
  connection
    .prepare('INSERT OR REPLACE INTO declared VALUES (?, ?, ?, ?)')
    .run(app, session, model, JSON.stringify(later));
};

export const readDeclared = (
  connection: Connection,
  of: { readonly app: string; readonly session: string } | undefined,
): readonly DeclaredUsage[] => {
  const rows =
    of === undefined
      ? connection.prepare('SELECT text FROM declared').all()
      : connection.prepare('SELECT text FROM declared WHERE app = ? AND session = ?').all(of.app, of.session);
  return rows.map((row) => JSON.parse(row.text as string) as DeclaredUsage);
};

export const writeCronJob = (connection: Connection, { app, cron, name }: CronJobName): void => {
  connection.prepare('INSERT OR REPLACE INTO cron_job VALUES (?, ?, ?)').run(app, cron, name);
};

export const readCronJobs = (connection: Connection): readonly CronJobName[] =>
  connection
    .prepare('SELECT app, cron, name FROM cron_job')
    .all()
    .map((row) => ({ ...row }) as unknown as CronJobName);
