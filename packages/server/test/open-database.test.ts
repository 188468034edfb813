import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Source } from '@meterline/sources';
import { describe, expect, it } from 'vitest';
import { nodeFiles } from '../src/files/node-files.ts';
import { databaseOpener } from '../src/files/open-database.ts';
import { hookedFiles } from './fault-files.ts';
import { freshFolder, openTest } from './kit.ts';

const open = databaseOpener(nodeFiles);

/** Names, sizes and content of everything in a folder. */
const traceOf = (dir: string): readonly string[] =>
  readdirSync(dir)
    .sort()
    .map(
      (name) =>
        `${name} ${createHash('sha256')
          .update(readFileSync(join(dir, name)))
          .digest('hex')}`,
    );

const countRows = (path: string): number => {
  const db = open(path);
  try {
    return Number([...db.reader.rows('SELECT count(*) AS n FROM calls')][0]?.n);
  } finally {
    db.close();
  }
};

/** A process of its own that has the database open, as an agent has. SQLite in one process shares its locks. */
const agent = async (path: string, script: string): Promise<{ kill(): Promise<void> }> => {
  const code = `const { DatabaseSync } = require('node:sqlite');
    const db = new DatabaseSync(${JSON.stringify(path)}); ${script}
    process.stdout.write('ready'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    kill: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
};

const makeDatabase = (mode: 'wal' | 'delete', rows = 3): string => {
  const path = join(freshFolder(), 'agent.sqlite');
  const db = new DatabaseSync(path);
  db.exec(`PRAGMA journal_mode = ${mode}; CREATE TABLE calls (id INTEGER PRIMARY KEY, output INTEGER)`);
  for (let id = 1; id <= rows; id++) db.prepare('INSERT INTO calls VALUES (?, ?)').run(id, id * 10);
  db.close();
  return path;
};

describe("an agent's database is read without a trace", () => {
  it('in rollback mode', () => {
    const path = makeDatabase('delete');
    const before = traceOf(join(path, '..'));
    expect(countRows(path)).toBe(3);
    expect(traceOf(join(path, '..'))).toEqual(before);
  });

  it('in WAL mode, when the agent has closed it', () => {
    const path = makeDatabase('wal');
    const before = traceOf(join(path, '..'));
    expect(before).toHaveLength(1);
    expect(countRows(path)).toBe(3);
    expect(traceOf(join(path, '..'))).toEqual(before);
  });

  it('in WAL mode, while the agent has it open with rows that are only in the log', async () => {
    const path = makeDatabase('wal');
    const running = await agent(path, "db.exec('INSERT INTO calls VALUES (4, 40)');");
    try {
      const before = traceOf(join(path, '..'));
      expect(before).toHaveLength(3);
      expect(countRows(path)).toBe(4);
      expect(traceOf(join(path, '..'))).toEqual(before);
    } finally {
      await running.kill();
    }
  });

  it('in WAL mode, after the agent was killed, with and without its index', async () => {
    const path = makeDatabase('wal');
    await (await agent(path, "db.exec('INSERT INTO calls VALUES (4, 40)');")).kill();
    const before = traceOf(join(path, '..'));
    expect(countRows(path)).toBe(4);
    expect(traceOf(join(path, '..'))).toEqual(before);
    rmSync(`${path}-shm`);
    expect(countRows(path)).toBe(4);
    expect(traceOf(join(path, '..'))).toHaveLength(2);
  });

  it('in rollback mode, after the agent was killed inside a transaction', async () => {
    const path = makeDatabase('delete');
    const script =
      "db.exec('PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; CREATE TABLE filler (x);" +
      ' WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)' +
      " INSERT INTO filler SELECT hex(randomblob(200)) FROM n; DELETE FROM calls');";
    await (await agent(path, script)).kill();
    const before = traceOf(join(path, '..'));
    expect(before).toHaveLength(2);
    expect(countRows(path)).toBe(3);
    expect(traceOf(join(path, '..'))).toEqual(before);
  });
});

/** A source with one table, cursor and all. */
const tableSource = (root: string): Source => ({
  id: 'table',
  name: 'Table',
  parserVersion: 1,
  unseen: [],
  readers: {
    rows: {
      kind: 'database',
      start: () => ({ last: 0 }),
      read: (db, state, _file, out) => {
        for (const row of db.rows('SELECT id, output FROM calls WHERE id > ? ORDER BY id', state.last)) {
          state.last = Number(row.id);
          out.event({
            keys: [`table:${row.id}`],
            startedAt: Date.UTC(2026, 9, 1),
            source: 'table',
            capture: 'log',
            provider: 'anthropic',
            model: 'claude-sonnet-4-5',
            tokens: { output: Number(row.output) },
            status: 'ok',
            confidence: 'exact',
          });
        }
      },
    },
  },
  roots: () => [root],
  *discover(dir, fs) {
    const path = `${dir}/agent.sqlite`;
    if (fs.stat(path)) yield { path, reader: 'rows', context: null };
  },
  recognises: (head) => head.tables?.has('calls') === true,
  adopt: (path) => ({ path, reader: 'rows', context: null }),
});

const openTable = (path: string, files = nodeFiles) =>
  openTest({ sources: [tableSource(join(path, '..'))], world: { files } });

describe('a database as a source', () => {
  it('is read from its cursor on, and not at all when nothing was written', async () => {
    const path = makeDatabase('wal');
    const meterline = await openTable(path);
    expect(await meterline.import({})).toMatchObject({ added: 3 });
    expect(await meterline.import({})).toMatchObject({ added: 0, sources: [{ filesRead: 0 }] });
    const running = await agent(path, "db.exec('INSERT INTO calls VALUES (4, 40)');");
    try {
      expect(await meterline.import({})).toMatchObject({ added: 1, unchanged: 0 });
    } finally {
      await running.kill();
    }
  });

  it('is read from its start when another one stands in its place', async () => {
    const path = makeDatabase('delete', 3);
    const meterline = await openTable(path);
    await meterline.import({});
    const other = makeDatabase('delete', 2);
    renameSync(other, path);
    expect(await meterline.import({})).toMatchObject({ added: 0, unchanged: 2 });
  });

  it('is tried again later when its agent holds it', async () => {
    const path = makeDatabase('delete');
    const running = await agent(path, "db.exec('BEGIN EXCLUSIVE');");
    const meterline = await openTable(path);
    try {
      const report = await meterline.import({});
      expect(report).toMatchObject({ added: 0, issues: 1, faults: [{ code: 'SOURCE_DATABASE_UNREADABLE' }] });
      expect(await meterline.ledger.issues()).toMatchObject([{ code: 'DATABASE_LOCKED' }]);
    } finally {
      await running.kill();
    }
    expect(await meterline.import({})).toMatchObject({ added: 3 });
  });

  it('is an issue when it is damaged or no database', async () => {
    const path = makeDatabase('delete');
    writeFileSync(path, 'this is no database, but long enough for a header');
    const meterline = await openTable(path);
    expect(await meterline.import({})).toMatchObject({ added: 0, issues: 1 });
    const torn = makeDatabase('delete', 2000);
    const descriptor = openSync(torn, 'r+');
    writeSync(descriptor, Buffer.alloc(3 * 4096, 0xee), 0, 3 * 4096, 4096);
    closeSync(descriptor);
    const second = await openTable(torn);
    await second.import({});
    expect(await second.ledger.issues()).toMatchObject([{ code: 'DATABASE_DAMAGED' }]);
  });

  it('is an issue when its tables are not those that the source knows', async () => {
    const path = join(freshFolder(), 'agent.sqlite');
    const db = new DatabaseSync(path);
    db.exec('CREATE TABLE calls (id INTEGER PRIMARY KEY, something_else TEXT)');
    db.close();
    const meterline = await openTable(path);
    await meterline.import({});
    expect(await meterline.ledger.issues()).toMatchObject([{ code: 'DATABASE_UNKNOWN' }]);
  });

  it('gives nothing of a reading during which its file was written', async () => {
    const path = makeDatabase('wal');
    let stats = 0;
    const files = hookedFiles((step, of) => {
      // After discovery and the two looks before reading, somebody writes to the main file.
      if (step === 'stat' && of === path && ++stats === 6) writeFileSync(path, readFileSync(path));
    });
    const meterline = await openTable(path, files);
    expect(await meterline.import({})).toMatchObject({ added: 0, issues: 1 });
    expect(await meterline.import({})).toMatchObject({ added: 3 });
  });
});
