import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { call, T0 } from '../conformance/sample-events.test-kit.ts';
import { ledgerError } from './faults.ts';
import { SCHEMA_VERSION } from './schema/migrate.ts';
import { openSqliteLedger, type SqliteLedgerOptions } from './sqlite-ledger.ts';

const folder = mkdtempSync(join(tmpdir(), 'ledger-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
const newPath = () => join(folder, 'made', `${files++}.db`);
const open = (path: string, tuned: Partial<SqliteLedgerOptions> = {}) =>
  openSqliteLedger({ path, zone: 'UTC', clock: () => 0, random: () => 0, ...tuned });
const made = async (): Promise<string> => {
  const path = newPath();
  const ledger = await open(path);
  await ledger.append({ events: [call('a')] });
  await ledger.close();
  return path;
};
const fault = (code: string, path: string) => ({
  meterlineFault: { code, message: expect.stringContaining(path), hint: expect.stringMatching(/\w/) },
});
const changed = (path: string, sql: string): void => {
  const db = new DatabaseSync(path);
  db.exec(sql);
  db.close();
};

describe('faults', () => {
  test('a newer schema is refused and left as it is', async () => {
    const path = await made();
    changed(path, `PRAGMA user_version = ${SCHEMA_VERSION + 1}`);
    await expect(open(path)).rejects.toMatchObject(fault('LEDGER_NEWER', path));
    await expect(open(path, { readOnly: true })).rejects.toMatchObject(fault('LEDGER_NEWER', path));
  });

  test('a database that is no ledger, and a file that is no database', async () => {
    const path = newPath();
    const notes = join(folder, 'notes.db');
    changed(notes, 'CREATE TABLE note (text)');
    await expect(open(notes)).rejects.toMatchObject(fault('LEDGER_DAMAGED', notes));
    const text = join(folder, 'text.db');
    writeFileSync(text, 'no database at all, but long enough to be looked at'.repeat(30));
    await expect(open(text)).rejects.toMatchObject(fault('LEDGER_DAMAGED', text));
    expect(readFileSync(text, 'utf8')).toContain('no database');
    await expect(open(path, { readOnly: true })).rejects.toMatchObject(fault('LEDGER_READ_ONLY', path));
  });

  test('a file that is just being made holds nothing yet for who only reads', async () => {
    const path = join(folder, 'begun.db');
    writeFileSync(path, '');
    await expect(open(path, { readOnly: true })).rejects.toMatchObject(fault('LEDGER_MISSING', path));
    changed(path, 'PRAGMA journal_mode = WAL');
    await expect(open(path, { readOnly: true })).rejects.toMatchObject(fault('LEDGER_MISSING', path));
    await (await open(path)).close();
    await (await open(path, { readOnly: true })).close();
  });

  test('a damaged page', async () => {
    const path = await made();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 4096);
    writeFileSync(path, bytes);
    const use = async () => (await open(path)).append({ events: [call('b')] });
    await expect(use()).rejects.toMatchObject(fault('LEDGER_DAMAGED', path));
  });

  test('a lock that another program holds, then lets go', async () => {
    const path = await made();
    const ledger = await open(path, { lockAttempts: 2 });
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(ledger.append({ events: [call('b')] })).rejects.toMatchObject(fault('LEDGER_LOCKED', path));
    expect((await ledger.stats()).calls).toBe(1);
    other.exec('ROLLBACK');
    expect(await ledger.append({ events: [call('b')] })).toMatchObject({ added: 1 });
    other.close();
    await ledger.close();
  });

  test('a full disk keeps all of a batch or nothing', async () => {
    const path = await made();
    const ledger = await open(path, { maxPages: statSync(path).size / 4096 + 2 });
    const many = Array.from({ length: 3_000 }, (_, i) => call(`k${i}`, { project: `/project/${i}` }));
    const before = await ledger.stats();
    await expect(ledger.append({ events: many })).rejects.toMatchObject(fault('LEDGER_FULL', path));
    expect(await ledger.stats()).toEqual(before);
    expect((await ledger.usage({ zone: 'UTC', by: ['project'], where: [] })).rows).toHaveLength(1);
    expect(await ledger.append({ events: [call('a')] })).toMatchObject({ unchanged: 1 });
    await ledger.close();
    const enough = await open(path);
    expect(await enough.append({ events: many })).toMatchObject({ added: 3_000 });
    await enough.close();
  });

  test('a ledger opened for reading answers and refuses to write', async () => {
    const path = await made();
    const ledger = await open(path, { readOnly: true });
    expect((await ledger.stats()).calls).toBe(1);
    await ledger.settle();
    await expect(ledger.append({ events: [call('b')] })).rejects.toMatchObject(
      fault('LEDGER_READ_ONLY', path),
    );
    await ledger.close();
  });

  test('a ledger in a folder that may not be written answers, unless its log was left behind', async () => {
    const path = await made();
    const kept = join(mkdtempSync(join(folder, 'kept-')), 'ledger #1?.db');
    copyFileSync(path, kept);
    chmodSync(dirname(kept), 0o555);
    const ledger = await open(kept, { readOnly: true });
    expect((await ledger.stats()).calls).toBe(1);
    expect((await ledger.sql('SELECT count(*) FROM calls', 1)).rows).toEqual([[1]]);
    await ledger.close();
    chmodSync(dirname(kept), 0o755);
    // Whoever may do everything can make the missing files: nothing is left to be refused.
    if (process.getuid?.() === 0) return;
    writeFileSync(`${kept}-wal`, 'x');
    chmodSync(dirname(kept), 0o555);
    await expect(open(kept, { readOnly: true })).rejects.toMatchObject(fault('LEDGER_READ_ONLY', kept));
    chmodSync(dirname(kept), 0o755);
  });

  test('what the system says of disks and rights', () => {
    const error = (code: string) => Object.assign(new Error(code), { code });
    expect(ledgerError(error('ENOSPC'), 'L')).toMatchObject(fault('LEDGER_FULL', 'L'));
    expect(ledgerError(error('EACCES'), 'L')).toMatchObject(fault('LEDGER_READ_ONLY', 'L'));
    const other = error('EWHATEVER');
    expect(ledgerError(other, 'L')).toBe(other);
  });
});

describe('two programs', () => {
  test('see and merge what the other wrote', async () => {
    const path = newPath();
    const [one, two] = [await open(path), await open(path)];
    for (let round = 0; round < 20; round++) {
      const copies = Array.from({ length: 30 }, (_, i) =>
        call(`k${i + round * 10}`, { tokens: { output: round } }),
      );
      await Promise.all([one.append({ events: copies }), two.append({ events: copies })]);
    }
    for (const ledger of [one, two]) {
      const { totals } = await ledger.usage({ zone: 'UTC', by: [], where: [] });
      expect(totals.calls).toBe(220);
      expect((await ledger.usage({ zone: 'UTC', by: ['session'], where: [] })).totals).toEqual(totals);
      await ledger.close();
    }
  });

  test('see the sessions, lapses and revision that the other moved', async () => {
    const path = newPath();
    const limits = { recentKeys: 100, changesKept: 5, liveCalls: 0, liveChanges: 0, timedCalls: 0 };
    const [writer, reader] = [await open(path, { limits }), await open(path)];
    const written = { tokens: { cacheWrite5m: 100 } };
    let revision = await reader.revision();
    for (let round = 1; round <= 12; round++) {
      const project = `/project/${round}`;
      // Every third round changes more sessions than are remembered.
      const calls = Array.from({ length: round % 3 === 0 ? 8 : 2 }, (_, i) =>
        call(`k${round}-${i}`, { session: `s${i}`, project, startedAt: T0 + round * 600_000, ...written }),
      );
      await writer.append({ events: calls });
      const found = { where: [], search: project, orderBy: 'calls', limit: 20 } as const;
      expect((await reader.sessions(found)).count).toBe(calls.length);
      expect(await reader.sessions(found)).toEqual(await writer.sessions(found));
      const lapses = await writer.lapses({ zone: 'UTC', by: ['session'], where: [] });
      expect(await reader.lapses({ zone: 'UTC', by: ['session'], where: [] })).toEqual(lapses);
      if (round % 4 === 0) await writer.settle();
      expect(await reader.revision()).toBeGreaterThan(revision);
      revision = await reader.revision();
    }
    // Two sessions after each of eleven rounds, six others after each of three.
    const totals = {
      ...{ lapses: 40, lapsedTokens: 4_000, lapsesWithinHour: 40, lapsedWithinHourTokens: 4_000 },
    };
    expect((await reader.lapses({ zone: 'UTC', by: [], where: [] })).totals).toEqual(totals);
    for (const ledger of [writer, reader]) await ledger.close();
  });

  test('one that may only read works out the lapses that nobody has', async () => {
    const path = newPath();
    const writer = await open(path, {
      limits: { recentKeys: 100, changesKept: 5, liveCalls: 0, liveChanges: 0, timedCalls: 0 },
    });
    const calls = Array.from({ length: 100 }, (_, i) =>
      call(`k${i}`, { session: `s${i % 50}`, startedAt: T0 + i * 60_000, tokens: { cacheWrite5m: 100 } }),
    );
    await writer.append({ events: calls });
    await writer.close();
    const reader = await open(path, { readOnly: true });
    expect((await reader.lapses({ zone: 'UTC', by: [], where: [] })).totals.lapses).toBe(50);
    await reader.close();
  });

  test("the file is the owner's alone", async () => {
    expect(statSync(await made()).mode & 0o077).toBe(0);
  });
});
