import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { UsageEvent } from '@meterline/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeAll, nodeFs, readRoot, sqlReader, testEnv, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import type { Output } from '../source.ts';
import {
  addSession,
  createTables,
  fill,
  type MessageRow,
  newDatabase,
  putMessage,
  ROWS,
} from './database.test-kit.ts';
import { messageDatabase } from './database.ts';
import { opencode } from './source.ts';

const FILES = `${import.meta.dirname}/testdata/storage-files/opencode`;
const ORIGINAL = 'ses_dfedc31c1ffesLkDgXCGnSHzg7';
const FORK = 'ses_dfedb1e1affe6iPswhqfOyZRAb';
const T = Date.parse('2026-11-22T02:00:00.000Z');

let store: ReturnType<typeof newDatabase>;
beforeEach(() => {
  store = newDatabase();
});
afterEach(() => store.close());

const data = (fields: object = {}) => ({
  role: 'assistant',
  providerID: 'anthropic',
  modelID: 'claude-sonnet-4-5',
  agent: 'build',
  cost: 0.5,
  tokens: { input: 12, output: 220, reasoning: 40, cache: { read: 15_000, write: 800 }, total: 16_072 },
  time: { created: T, completed: T + 9_000 },
  path: { cwd: '/w/app', root: '/' },
  finish: 'stop',
  ...fields,
});
const message = (fields: object = {}, row: Partial<MessageRow> = {}): MessageRow => ({
  id: 'msg_1',
  session_id: 'ses_1',
  time_created: T,
  time_updated: T + 9_000,
  data: data(fields),
  ...row,
});
const session = (id: string, fields: object = {}) => ({
  id,
  time_created: T - 1_000,
  time_updated: T,
  ...fields,
});
const inOrder = (calls: readonly { readonly keys: readonly string[] }[]) =>
  [...calls].sort((a, b) => String(a.keys[0]).localeCompare(String(b.keys[0])));

/** Reads the database as the importer does between two runs. */
const reading = (modifiedAt = T + 3_600_000) => {
  const file = { path: store.path, context: null, modifiedAt };
  let state = messageDatabase.start(file);
  return () => {
    const events: UsageEvent[] = [];
    const out: Output = {
      event: (event) => events.push(event),
      issue: () => {},
      declare: () => {},
      cronJob: () => {},
      inflateZstd: () => undefined,
    };
    const db = new DatabaseSync(store.path, { readOnly: true });
    messageDatabase.read(sqlReader(db), state, file, out);
    db.close();
    state = JSON.parse(JSON.stringify(state));
    return events;
  };
};

describe('the database of a real 1.18.33', () => {
  beforeEach(() => fill(store.db));

  it('gives the expected totals, rows that are in the WAL only included', () => {
    const { calls, emitted, issues } = readRoot(opencode, store.root);
    expect(issues).toEqual([]);
    expect(emitted).toHaveLength(29);
    expect(totalsOf(calls)).toMatchObject({
      calls: 24,
      input: 31_276,
      output: 5_414,
      reasoning: 820,
      cacheRead: 72_928,
      cacheWrite: 2_294,
    });
  });

  it('counts the copies of a fork once, for the session that made them', () => {
    const { calls } = readRoot(opencode, store.root);
    const of = (id: string) => calls.filter((call) => call.session === id).length;
    expect([of(ORIGINAL), of(FORK)]).toEqual([5, 2]);
  });

  it('knows subagents by their session', () => {
    const { calls } = readRoot(opencode, store.root);
    const children = calls.filter((call) => call.parentSession !== undefined);
    expect(children.map((call) => [call.agent, call.parentSession])).toEqual([
      ['general', 'ses_dfed8cfd0ffel2DwFT0VJgZqUw'],
      ['general', 'ses_dfed8cfd0ffel2DwFT0VJgZqUw'],
    ]);
  });

  it('knows the folder, which outside git is not the root', () => {
    const folders = new Set(readRoot(opencode, store.root).calls.map((call) => call.project));
    expect(folders).toEqual(new Set(['/home/dev/ws-opencode', '/home/dev/ws-opencode-b']));
  });

  it('takes failed, running and cut messages without tokens for no calls', () => {
    expect(ROWS.message.filter(({ data }) => (data as { role: string }).role === 'assistant')).toHaveLength(
      32,
    );
    expect(readRoot(opencode, store.root).calls.every((call) => call.status === 'ok')).toBe(true);
  });

  it('gives the same calls in any order and with any repetition', () => {
    const { calls, emitted } = readRoot(opencode, store.root);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...emitted, ...emitted], { minLength: emitted.length * 2 }),
        (events) => {
          expect(inOrder(mergeAll(events))).toEqual(inOrder(calls));
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('a message', () => {
  const only = (fields: object, row?: Partial<MessageRow>) => {
    createTables(store.db);
    addSession(store.db, session('ses_1', { directory: '/w' }));
    putMessage(store.db, message(fields, row));
    const { calls, issues } = readRoot(opencode, store.root);
    return { call: calls[0], issues: issues.map(({ code, detail }) => `${code} ${detail}`) };
  };

  it('has its reasoning beside its output, and both are billed as output', () => {
    expect(only({})).toMatchObject({
      issues: [],
      call: {
        app: 'opencode',
        session: 'ses_1',
        project: '/w/app',
        agent: 'build',
        provider: 'anthropic',
        model: 'claude-sonnet-4-5',
        tokens: { input: 12, cacheRead: 15_000, cacheWrite: 800, output: 260, reasoning: 40 },
        reportedCostNanoUsd: 500_000_000,
        stopReason: 'stop',
        startedAt: T,
      },
    });
  });

  it('reports no cost of 0', () => {
    expect(only({ cost: 0 }).call).not.toHaveProperty('reportedCostNanoUsd');
  });

  it('that failed or was cut after some tokens says so', () => {
    expect(only({ error: { name: 'MessageAbortedError', data: { message: 'x' } } }).call).toMatchObject({
      status: 'aborted',
      errorType: 'MessageAbortedError',
    });
  });

  it('that failed keeps the kind of the error and no word of it', () => {
    const { call } = only({
      error: { name: 'APIError', data: { message: 'CANARY' } },
      finish: 'CANARY in words',
    });
    expect(call).toMatchObject({ status: 'error', errorType: 'APIError' });
    expect(JSON.stringify(call)).not.toContain('CANARY');
  });

  it('is dated by its row where it has no time, and has the folder of its session', () => {
    expect(only({ time: undefined, path: undefined }).call).toMatchObject({ startedAt: T, project: '/w' });
  });

  it('without a model is not lost, and bad counts are left out', () => {
    expect(only({ modelID: undefined, tokens: { input: -1, output: '7' } })).toMatchObject({
      call: { model: 'unknown', tokens: { output: 7 } },
      issues: ['BAD_NUMBER input', 'MISSING_MODEL modelID'],
    });
  });

  it('that is not JSON is said, with its row', () => {
    createTables(store.db);
    putMessage(store.db, message({}, { data: '{"role":"assistant"' }));
    expect(readRoot(opencode, store.root).issues).toMatchObject([{ at: 1, code: 'BAD_JSON' }]);
  });

  it('of a person that speaks of assistants is none', () => {
    createTables(store.db);
    putMessage(store.db, message({ role: 'user', summary: '"role":"assistant"' }));
    expect(readRoot(opencode, store.root).emitted).toEqual([]);
  });
});

describe('copies', () => {
  const forked = (fields: object) => {
    createTables(store.db);
    addSession(store.db, session('ses_1'));
    addSession(store.db, session('ses_2', { time_created: T + 60_000 }));
    putMessage(store.db, message());
    putMessage(store.db, message(fields, { id: 'msg_2', session_id: 'ses_2', time_updated: T + 60_000 }));
    return readRoot(opencode, store.root).calls;
  };

  it('of Kilo’s forks have no cost, and the original’s stays', () => {
    expect(forked({ cost: 0 })).toMatchObject([{ session: 'ses_1', reportedCostNanoUsd: 500_000_000 }]);
  });

  it('differ from another call of the same moment in any count, model or agent', () => {
    expect(forked({ agent: 'plan' })).toHaveLength(2);
  });

  it('need an end to be known as such', () => {
    expect(forked({ time: { created: T } })).toHaveLength(2);
  });
});

describe('a database that grows', () => {
  beforeEach(() => {
    createTables(store.db);
    addSession(store.db, session('ses_1'));
  });

  it('is asked for what is new, and again for messages that were running', () => {
    const read = reading();
    const running = {
      tokens: { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } },
      time: { created: T },
    };
    putMessage(store.db, message(running, { time_updated: T }));
    expect(read()).toEqual([]);
    putMessage(store.db, message({}, { time_updated: T + 9_000 }));
    expect(read()).toMatchObject([{ tokens: { output: 260 } }]);
    // Long after, the row is not read again.
    putMessage(store.db, message({}, { id: 'msg_2', time_created: T + 600_000, time_updated: T + 600_000 }));
    expect(read()).toHaveLength(2);
    expect(read().map((event) => event.keys[0])).toEqual(['opencode:ses_1:msg_2']);
  });

  it('grows a call that was read half-way, and does not double it', () => {
    const read = reading();
    const half = {
      tokens: { input: 12, output: 3, reasoning: 0, cache: { read: 0, write: 0 } },
      time: { created: T },
    };
    putMessage(store.db, message(half, { time_updated: T }));
    const first = read();
    putMessage(store.db, message({}, { time_updated: T + 9_000 }));
    const calls = mergeAll([...first, ...read()]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.tokens.output).toBe(260);
  });

  it('may get sessions from elsewhere, with old times', () => {
    const read = reading();
    putMessage(store.db, message());
    expect(read()).toHaveLength(1);
    const old = T - 86_400_000;
    putMessage(
      store.db,
      message({ time: { created: old, completed: old + 1 } }, { id: 'old', time_updated: old }),
    );
    expect(read().some((event) => event.startedAt === old)).toBe(true);
  });

  it('is not blinded by a row from a clock that was years ahead', () => {
    const read = reading();
    const ahead = Date.parse('2099-01-01T00:00:00Z');
    putMessage(store.db, message({}, { id: 'ahead', time_updated: ahead }));
    read();
    putMessage(store.db, message({ tokens: { input: 0, output: 0 } }));
    read();
    putMessage(store.db, message({}, { time_updated: T + 20_000 }));
    expect(read().map((event) => event.keys[0])).toContain('opencode:ses_1:msg_1');
  });
});

describe('other layouts', () => {
  it('the tables of version 2: ids stay the same, so nothing is counted twice after the move', () => {
    createTables(store.db);
    store.db.exec(
      'CREATE TABLE session_v2 (id TEXT PRIMARY KEY, parent_id TEXT, fork_session_id TEXT, directory TEXT, time_created INTEGER)',
    );
    store.db.prepare('INSERT INTO session_v2 VALUES (?, ?, ?, ?, ?)').run('ses_1', 'ses_0', null, '/v2', T);
    putMessage(store.db, message());
    const { providerID, modelID, path, role, ...rest } = data();
    const second = { ...rest, model: { id: modelID, providerID } };
    const row = store.db.prepare('INSERT INTO session_message VALUES (?, ?, ?, ?, ?, ?, ?)');
    row.run('msg_1', 'ses_1', 'assistant', 1, T, T, JSON.stringify(second));
    row.run('msg_2', 'ses_1', 'assistant', 2, T, T, JSON.stringify({ ...second, time: { created: T + 1 } }));
    row.run('msg_3', 'ses_1', 'user', 3, T, T, JSON.stringify(second));
    const { calls, issues } = readRoot(opencode, store.root);
    expect(issues).toEqual([]);
    expect(calls).toHaveLength(2);
    expect(calls.find((call) => call.startedAt === T + 1)).toMatchObject({
      provider: providerID,
      model: modelID,
      parentSession: 'ses_0',
      project: '/v2',
    });
    expect([path.cwd, role]).toEqual(['/w/app', 'assistant']);
  });

  it('sessions that lack the newer columns, or are missing', () => {
    store.db.exec(
      'CREATE TABLE message (id TEXT, session_id TEXT, time_created INTEGER, time_updated INTEGER, data TEXT)',
    );
    putMessage(store.db, message());
    expect(readRoot(opencode, store.root).calls).toMatchObject([{ session: 'ses_1', startedAt: T }]);
  });

  it('a database of something else', () => {
    store.db.exec('CREATE TABLE other (id TEXT)');
    expect(readRoot(opencode, store.root).issues.map(({ code }) => code)).toEqual(['DATABASE_UNKNOWN']);
  });
});

describe('files from before the database', () => {
  it('are one call each, where they have tokens', () => {
    const { calls, issues } = readRoot(opencode, FILES);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({
      calls: 2,
      input: 3_000,
      output: 1_450,
      reasoning: 150,
      cacheRead: 300,
      cacheWrite: 150,
      reportedCostNanoUsd: 170_000_000,
    });
    expect(new Set(calls.map((call) => call.session))).toEqual(new Set(['ses_test']));
  });

  it('know their session by its file, and stay one call beside the database', () => {
    const root = mkdtempSync(join(tmpdir(), 'meterline-opencode-'));
    cpSync(FILES, root, { recursive: true });
    mkdirSync(join(root, 'storage/session/project'), { recursive: true });
    const about = {
      id: 'ses_test',
      parentID: 'ses_up',
      directory: '/w',
      time: { created: 1_738_663_100_000 },
    };
    writeFileSync(join(root, 'storage/session/project/ses_test.json'), JSON.stringify(about));
    const { calls, emitted } = readRoot(opencode, root);
    expect(calls[0]).toMatchObject({ parentSession: 'ses_up', project: '/w' });
    createTables(store.db);
    const [copy] = emitted;
    const tokens = { input: 1_000, output: 500, reasoning: 0, cache: { read: 100, write: 50 } };
    const moved = {
      providerID: copy?.provider,
      modelID: copy?.model,
      tokens,
      time: { created: copy?.startedAt },
    };
    const row = {
      id: 'msg_001',
      session_id: 'ses_test',
      time_created: 1_738_663_200_000,
      time_updated: 1_738_663_200_000,
    };
    putMessage(store.db, { ...row, data: data(moved) });
    expect(mergeAll([...emitted, ...readRoot(opencode, store.root).emitted])).toHaveLength(2);
    rmSync(root, { recursive: true });
  });

  it('that are broken are said', () => {
    expect(readText(opencode, '{"id":', { name: 'msg.json' }).issues.map(({ code }) => code)).toEqual([
      'BAD_JSON',
    ]);
  });
});

describe('where data lies', () => {
  it('is the XDG data folder on every platform, for each of the family', () => {
    expect(opencode.roots(testEnv('/home/u'))).toEqual([
      '/home/u/.local/share/opencode',
      '/home/u/.local/share/kilo',
      '/home/u/.local/share/mimocode',
    ]);
    expect(opencode.roots(testEnv('/home/u', { XDG_DATA_HOME: '/x' }))[0]).toBe('/x/opencode');
    const windows = { ...testEnv('C:/u', { LOCALAPPDATA: 'C:/u/Local' }), platform: 'win32' };
    expect(opencode.roots(windows)).toContain('C:/u/Local/opencode');
  });

  it('is moved by the variables; a database can lie anywhere', () => {
    const variables = { OPENCODE_DATA_DIR: '/d', OPENCODE_DB: store.path };
    expect(opencode.roots(testEnv('/home/u', variables))).toEqual([store.path, '/d']);
    expect([...opencode.discover(store.path, nodeFs)].map((file) => file.reader)).toEqual(['database']);
    expect([...opencode.discover('/nowhere', nodeFs)]).toEqual([]);
    expect(opencode.watch?.('/d')).toEqual(['/d/storage/message']);
  });

  it('tells the forks by the names of their databases, also on a channel', () => {
    for (const [name, app] of [
      ['kilo.db', 'kilo'],
      ['mimocode.db', 'mimocode'],
      ['opencode-next.db', 'opencode'],
    ] as const) {
      const other = newDatabase(name);
      fill(other.db);
      expect(new Set(readRoot(opencode, other.root).calls.map((call) => call.app))).toEqual(new Set([app]));
      other.close();
    }
  });
});

describe('files of unknown kind', () => {
  const head = (fields: object) =>
    opencode.recognises({
      path: '/x',
      bytes: new Uint8Array(),
      lines: [],
      document: undefined,
      tables: undefined,
      ...fields,
    });

  it('knows its tables and its messages', () => {
    expect(head({ tables: new Set(['message', 'session', 'project', 'part']) })).toBe(true);
    expect(head({ tables: new Set(['messages', 'sessions']) })).toBe(false);
    expect(head({ document: data() })).toBe(true);
    expect(head({ document: { providerID: 'x' } })).toBe(false);
    expect(head({ document: [data()] })).toBe(false);
  });

  it('reads the one that was named by hand', () => {
    fill(store.db);
    expect(opencode.adopt(store.path, nodeFs)).toMatchObject({ reader: 'database' });
    expect(readText(opencode, JSON.stringify(data()), { name: 'msg.json' }).calls).toHaveLength(1);
  });
});
