import { Buffer } from 'node:buffer';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { zstdDecompressSync } from 'node:zlib';
import type { UsageEvent } from '@meterline/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeAll, nodeFs, readRoot, sqlReader, totalsOf } from '../../test/harness.ts';
import type { Json, Output } from '../source.ts';
import {
  addEntry,
  blobOf,
  createTables,
  fillStateTables,
  fillTables,
  insert,
  newState,
  openDatabase,
  TABLES,
} from './agent-database.test-kit.ts';
import { agentDatabase } from './agent-database.ts';
import { openclaw } from './source.ts';

const FORK = 'cd515404-0574-49cc-95c2-87769981bc18';
const FORK_SOURCE = 'e18eefe1-e90f-4f09-b75a-11ab24696762';
const DELETED = '197b3053-64ff-4410-8886-f4f72606714c';
const CRON_SESSION = '21e66a91-381d-4200-b4ca-62562adadebf';
const CRON_JOB = 'a69a2782-6a23-4b7d-88d3-97304bfcd720';

let state: ReturnType<typeof newState>;
let db: DatabaseSync;
beforeEach(() => {
  state = newState();
  db = openDatabase(state.database);
});
afterEach(() => {
  db.close();
  state.remove();
});

/** Reads the database as the importer does between two runs: the state goes through JSON. */
const reading = (inflate: Output['inflateZstd'] = () => undefined) => {
  const file = { path: state.database, context: { app: 'openclaw', agent: 'main' }, modifiedAt: 0 };
  let progress = agentDatabase.start(file);
  return () => {
    const events: UsageEvent[] = [];
    const issues: string[] = [];
    const out: Output = {
      event: (event) => events.push(event),
      issue: (_at, code) => issues.push(code),
      declare: () => {},
      cronJob: () => {},
      inflateZstd: inflate,
    };
    const reader = new DatabaseSync(state.database, { readOnly: true });
    agentDatabase.read(sqlReader(reader), progress, file, out);
    reader.close();
    progress = JSON.parse(JSON.stringify(progress));
    return { events, issues };
  };
};

const header = (id: string, timestamp: string): Json => ({
  type: 'session',
  version: 4,
  id,
  timestamp,
  cwd: '/w',
});
const answer = (id: string, timestamp: number, output: number): Json => ({
  type: 'message',
  id,
  parentId: null,
  timestamp: new Date(timestamp + 500).toISOString(),
  message: {
    role: 'assistant',
    provider: 'mockai',
    model: 'mock-gpt',
    usage: { input: 10, output, cacheRead: 0, cacheWrite: 0, totalTokens: 10 + output },
    stopReason: 'stop',
    timestamp,
  },
});
const T = Date.parse('2026-11-22T01:00:00.000Z');

describe('the database of a real 2026.9.6 state', () => {
  beforeEach(() => fillTables(db));

  it('gives the expected totals: two copies of a fork are not counted again', () => {
    const { calls, emitted, issues } = readRoot(openclaw, state.root);
    expect(issues).toEqual([]);
    expect(emitted).toHaveLength(21);
    expect(totalsOf(calls)).toMatchObject({
      calls: 19,
      input: 28_627,
      output: 1_235,
      reasoning: 280,
      cacheRead: 58_320,
      cacheWrite: 1_200,
      reportedCostNanoUsd: 93_322_000,
    });
  });

  it('reads long answers from zstd: the plain rows alone are missing them', () => {
    const zstd = TABLES.transcript_events.filter(([, , isZstd]) => isZstd === 1);
    expect(zstd.length).toBeGreaterThan(0);
    const { issues, events } = reading()();
    expect(issues.filter((code) => code === 'UNSUPPORTED_COMPRESSION').length).toBeGreaterThanOrEqual(
      zstd.length,
    );
    const whole = readRoot(openclaw, state.root);
    expect(whole.calls.length).toBeGreaterThan(mergeAll(events).length);
  });

  it('puts the calls that a fork copied to the session that made them', () => {
    const { calls } = readRoot(openclaw, state.root);
    const bySession = (session: string) => calls.filter((call) => call.session === session).length;
    expect([bySession(FORK_SOURCE), bySession(FORK)]).toEqual([2, 0]);
  });

  it('knows the job of a session by its key, and the name of the job by its label', () => {
    const { calls, cronJobs } = readRoot(openclaw, state.root);
    expect(calls.filter((call) => call.cron === CRON_JOB).map((call) => call.session)).toEqual([
      CRON_SESSION,
    ]);
    expect(cronJobs).toContainEqual({ app: 'openclaw', cron: CRON_JOB, name: 'Morning brief' });
  });

  it('reads a deleted session from its archive, and the published file of the same bytes changes nothing', () => {
    const before = readRoot(openclaw, state.root).calls;
    expect(before.filter((call) => call.session === DELETED)).toHaveLength(1);
    const [archive] = TABLES.session_transcript_archives;
    const file = join(state.root, 'agents/main/sessions', String(archive?.['archive_name']));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, blobOf(archive?.entries ?? []));
    const after = readRoot(openclaw, state.root);
    expect(after.emitted.length).toBe(22);
    expect(totalsOf(after.calls)).toEqual(totalsOf(before));
  });

  it('counts the row that an upstream refused as a failed call without tokens', () => {
    const failed = readRoot(openclaw, state.root).calls.filter((call) => call.status !== 'ok');
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ status: 'error', httpStatus: 400, errorType: 'invalid_request_error' });
    expect(totalsOf(failed).total).toBe(0);
  });

  it('names the jobs that the state database knows, running or gone', () => {
    const stateDb = openDatabase(join(state.root, 'state/openclaw.sqlite'));
    fillStateTables(stateDb);
    stateDb.close();
    const { cronJobs, calls } = readRoot(openclaw, state.root);
    const names = new Map(cronJobs.map((job) => [job.cron, job.name]));
    expect(names.get(CRON_JOB)).toBe('Morning brief');
    expect(names.get('21bfe744-f805-4d95-aeae-37a0a6c5ae6e')).toBe('Memory Dreaming Promotion');
    // The registry and the folder lead to the same database, which is read once.
    expect(calls).toHaveLength(19);
    expect([...openclaw.discover(state.root, nodeFs)].map((file) => file.reader).sort()).toEqual([
      'agent-database',
      'state-database',
    ]);
  });
});

describe('a database that grows', () => {
  it('reads each row once, also from a WAL that nobody has merged', () => {
    createTables(db);
    const read = reading();
    addEntry(db, 's1', 0, header('s1', '2026-11-22T01:00:00.000Z'));
    addEntry(db, 's1', 1, answer('a', T, 5));
    expect(read().events.map((event) => event.tokens.output)).toEqual([5]);
    expect(read().events).toEqual([]);
    addEntry(db, 's1', 2, answer('b', T + 1000, 7));
    const [event] = read().events;
    // The header was read in another run.
    expect(event).toMatchObject({ session: 's1', project: '/w', tokens: { output: 7 }, originAt: T });
  });

  it('follows a job over two runs, and stops at the next prompt of a person', () => {
    createTables(db);
    const read = reading();
    const user = (id: string, text: string): Json => ({
      type: 'message',
      id,
      parentId: null,
      timestamp: new Date(T).toISOString(),
      message: { role: 'user', content: text, timestamp: T },
    });
    const child = (entry: Json, parentId: string): Json => ({ ...(entry as object), parentId }) as Json;
    addEntry(db, 's1', 0, header('s1', '2026-11-22T01:00:00.000Z'));
    addEntry(db, 's1', 1, user('u1', '[cron:job-1 x] x'));
    addEntry(db, 's1', 2, child(answer('a1', T, 1), 'u1'));
    expect(read().events.map((event) => event.cron)).toEqual(['job-1']);
    addEntry(db, 's1', 3, child(answer('a2', T + 1, 2), 'a1'));
    addEntry(db, 's1', 4, child(user('u2', 'x'), 'a2'));
    addEntry(db, 's1', 5, child(answer('a3', T + 2, 3), 'u2'));
    expect(read().events.map((event) => event.cron)).toEqual(['job-1', undefined]);
  });

  it('reads a rewritten transcript again, under the same keys', () => {
    createTables(db);
    insert(db, 'transcript_rewrite_watermarks', { session_id: 's1', generation: 'g1' });
    addEntry(db, 's1', 0, header('s1', '2026-11-22T01:00:00.000Z'));
    addEntry(db, 's1', 1, answer('a', T, 5));
    addEntry(db, 's1', 2, answer('b', T + 1000, 7));
    const read = reading();
    const first = read().events;
    db.exec("DELETE FROM transcript_events; UPDATE transcript_rewrite_watermarks SET generation = 'g2'");
    addEntry(db, 's1', 0, header('s1', '2026-11-22T01:00:00.000Z'));
    addEntry(db, 's1', 1, answer('b', T + 1000, 7));
    addEntry(db, 's1', 2, answer('c', T + 2000, 9));
    const all = mergeAll([...first, ...read().events]);
    expect(all.map((call) => call.tokens.output).sort()).toEqual([5, 7, 9]);
  });

  it('forgets sessions that OpenClaw pruned, and reads one of that id again if it comes back', () => {
    createTables(db);
    const file = { path: state.database, context: null, modifiedAt: 0 };
    const progress = agentDatabase.start(file);
    const out: Output = {
      event: () => {},
      issue: () => {},
      declare: () => {},
      cronJob: () => {},
      inflateZstd: () => undefined,
    };
    addEntry(db, 's1', 0, header('s1', '2026-11-22T01:00:00.000Z'));
    agentDatabase.read(sqlReader(db), progress, file, out);
    expect(Object.keys(progress.sessions)).toEqual(['s1']);
    db.exec('DELETE FROM transcript_events');
    agentDatabase.read(sqlReader(db), progress, file, out);
    expect(progress).toEqual({ sessions: {}, archives: {} });
  });

  it('reads sessions in cold storage, whose live rows are gone', () => {
    createTables(db);
    const entries = [header('cold', '2026-11-22T01:00:00.000Z'), answer('a', T, 5)];
    insert(db, 'session_transcript_cold_archives', {
      session_id: 'cold',
      generation: 'g',
      archive_blob: blobOf(entries),
    });
    // In cold storage a blob may also be missing: then a file holds it.
    insert(db, 'session_transcript_cold_archives', {
      session_id: 'elsewhere',
      generation: 'g',
      archive_blob: null,
    });
    const { calls, issues } = readRoot(openclaw, state.root);
    expect(issues).toEqual([]);
    expect(calls.map((call) => [call.session, call.tokens.output])).toEqual([['cold', 5]]);
  });

  it('takes a blob that is not compressed', () => {
    createTables(db);
    const text = [header('s9', '2026-11-22T01:00:00.000Z'), answer('a', T, 5)].map((entry) =>
      JSON.stringify(entry),
    );
    insert(db, 'session_transcript_archives', {
      session_id: 's9',
      generation: 'g',
      session_key: 'agent:main:telegram:group:-100',
      archive_blob: Buffer.from(text.join('\n')),
      created_at: T,
    });
    const { calls } = readRoot(openclaw, state.root);
    expect(calls[0]).toMatchObject({ session: 's9', channel: 'telegram', agent: 'main' });
  });
});

describe('any way of reading the real state', () => {
  it('gives the same calls: row by row, in portions, or at once', () => {
    fillTables(db);
    const expected = totalsOf(readRoot(openclaw, state.root).calls);
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(sizes, (portions) => {
        db.exec('DELETE FROM transcript_events');
        const read = reading((bytes) => zstdDecompressSync(bytes));
        const events: UsageEvent[] = [];
        let done = 0;
        for (const size of [...portions, TABLES.transcript_events.length]) {
          for (const [session, seq, isZstd, entry] of TABLES.transcript_events.slice(done, done + size))
            addEntry(db, session, seq, entry, isZstd === 1);
          done += size;
          events.push(...read().events);
        }
        // One row was read in one portion only: nothing came twice but the fork's two copies.
        expect(events).toHaveLength(21);
        expect(totalsOf(mergeAll(events))).toEqual(expected);
      }),
      { numRuns: 15 },
    );
  });
});

describe('a database that is not as expected', () => {
  it('says so when the tables are others', () => {
    db.exec('CREATE TABLE other (id TEXT)');
    expect(readRoot(openclaw, state.root).issues.map((issue) => issue.code)).toEqual(['DATABASE_UNKNOWN']);
  });

  it('takes the oldest layout, which has neither zstd nor windows', () => {
    db.exec(
      'CREATE TABLE transcript_events (session_id TEXT, seq INTEGER, event_json TEXT, created_at INTEGER)',
    );
    const row = db.prepare('INSERT INTO transcript_events VALUES (?, ?, ?, ?)');
    row.run('s1', 0, JSON.stringify(header('s1', '2026-11-22T01:00:00.000Z')), T);
    row.run('s1', 1, JSON.stringify(answer('a', T, 5)), T);
    const { calls, issues } = readRoot(openclaw, state.root);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({ calls: 1, output: 5 });
  });

  it('passes over a damaged row and goes on', () => {
    createTables(db);
    addEntry(db, 's1', 0, header('s1', '2026-11-22T01:00:00.000Z'));
    insert(db, 'transcript_events', {
      session_id: 's1',
      seq: 1,
      event_json: '{"type":"mess',
      event_zstd: null,
    });
    insert(db, 'transcript_events', {
      session_id: 's1',
      seq: 2,
      event_json: null,
      event_zstd: Buffer.from([1, 2, 3]),
    });
    addEntry(db, 's1', 3, answer('a', T, 5));
    const { calls, issues } = readRoot(openclaw, state.root);
    expect(calls).toHaveLength(1);
    expect(issues.map(({ at, code }) => [at, code])).toEqual([
      [1, 'BAD_JSON'],
      [2, 'UNSUPPORTED_COMPRESSION'],
    ]);
  });

  it('takes a row without a header for one of the session that the database names', () => {
    createTables(db);
    addEntry(db, 's1', 4, answer('a', T, 5));
    expect(readRoot(openclaw, state.root).calls[0]).toMatchObject({ session: 's1', agent: 'main' });
  });
});
