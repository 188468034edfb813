import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Issue, UsageEvent } from '@meterline/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeAll, nodeFs, readRoot, sqlReader, testEnv, totalsOf } from '../../test/harness.ts';
import { type GooseState, sessionsReader } from './read-sessions.ts';
import { goose } from './source.ts';

const TESTDATA = `${import.meta.dirname}/testdata`;

let dir: string;
let db: DatabaseSync;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'meterline-goose-'));
  db = new DatabaseSync(join(dir, 'sessions.db'));
  db.exec(`CREATE TABLE messages (id INTEGER PRIMARY KEY, session_id TEXT, content_json TEXT);
    CREATE TABLE sessions (id TEXT PRIMARY KEY, name TEXT, description TEXT, working_dir TEXT, created_at TIMESTAMP,
      updated_at TIMESTAMP, provider_name TEXT, model_config_json TEXT, schedule_id TEXT,
      total_tokens INTEGER, input_tokens INTEGER, output_tokens INTEGER,
      accumulated_total_tokens INTEGER, accumulated_input_tokens INTEGER, accumulated_output_tokens INTEGER,
      accumulated_cache_read_tokens INTEGER, accumulated_cache_write_tokens INTEGER)`);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

type Row = Record<string, string | number | null>;
const put = (row: Row): void => {
  const full: Row = {
    id: 's1',
    working_dir: '/w/app',
    provider_name: 'anthropic',
    model_config_json: '{"model_name":"claude-sonnet-4-5"}',
    ...row,
  };
  const names = Object.keys(full);
  db.prepare(`INSERT OR REPLACE INTO sessions (${names}) VALUES (${names.map(() => '?')})`).run(
    ...Object.values(full),
  );
};

const look = (
  state: GooseState,
): { events: UsageEvent[]; issues: Pick<Issue, 'code'>[]; state: GooseState } => {
  const events: UsageEvent[] = [];
  const issues: Pick<Issue, 'code'>[] = [];
  const file = { path: join(dir, 'sessions.db'), context: null, modifiedAt: 0 };
  sessionsReader.read(sqlReader(db), state, file, {
    event: (event) => events.push(event),
    issue: (_at, code) => issues.push({ code }),
    declare: () => {},
    cronJob: () => {},
    inflateZstd: () => undefined,
  });
  return { events, issues, state: JSON.parse(JSON.stringify(state)) };
};

const fresh = (): GooseState => ({ readTo: '', ladders: {} });

describe('Goose', () => {
  it('reads the sums of a session, not its last call', () => {
    put({
      updated_at: '2026-10-01 09:30:00',
      input_tokens: 900,
      output_tokens: 10,
      total_tokens: 910,
      accumulated_input_tokens: 52000,
      accumulated_output_tokens: 1800,
      accumulated_total_tokens: 53800,
    });
    const { calls, issues } = readRoot(goose, dir);
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({ calls: 1, input: 52000, output: 1800 });
    expect(calls[0]).toMatchObject({
      startedAt: Date.UTC(2026, 9, 1, 9, 30),
      session: 's1',
      project: '/w/app',
      model: 'claude-sonnet-4-5',
      confidence: 'reconciled',
    });
  });

  it('gives each day what was added, and doubles nothing when its memory is lost', () => {
    const sums = (day: number, input: number, output: number): Row => ({
      updated_at: `2026-10-0${day} 09:00:00`,
      input_tokens: 1,
      accumulated_input_tokens: input,
      accumulated_output_tokens: output,
    });
    put(sums(1, 10_000, 100));
    const first = look(fresh());
    put(sums(2, 25_000, 300));
    put({ ...sums(2, 500, 5), id: 's2' });
    const second = look(first.state);
    const again = look(second.state);
    expect(again.events).toEqual([]);
    const events = [...first.events, ...second.events];
    expect(mergeAll(events).map(({ session, tokens }) => [session, tokens.input])).toEqual([
      ['s1', 10_000],
      ['s1', 15_000],
      ['s2', 500],
    ]);
    expect(totalsOf(mergeAll([...events, ...look(fresh()).events]))).toMatchObject({
      input: 25_500,
      output: 305,
    });
  });

  it('lets no text out', () => {
    put({
      name: 'CANARY',
      description: 'CANARY {"input_tokens":777}',
      updated_at: '2026-10-01 09:30:00',
      accumulated_input_tokens: 1000,
    });
    db.exec(`INSERT INTO messages VALUES (1, 's1', 'CANARY "accumulated_input_tokens":777')`);
    const seen = look(fresh());
    expect(seen.events).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toContain('CANARY');
  });

  it('takes cached tokens out of the input where the total shows that they are inside', () => {
    put({
      updated_at: '2026-10-01 09:30:00',
      accumulated_input_tokens: 1000,
      accumulated_output_tokens: 50,
      accumulated_total_tokens: 1050,
      accumulated_cache_read_tokens: 700,
      accumulated_cache_write_tokens: 200,
    });
    const { events } = look(fresh());
    expect(events[0]?.tokens).toEqual({ input: 100, cacheRead: 700, cacheWrite: 200, output: 50 });
    expect(events[0]?.inclusion).toBeUndefined();
  });

  it('forgets the longest untouched sessions, so that its memory stays bounded', () => {
    for (let i = 0; i < 400; i += 1)
      put({
        id: `s${i}`,
        updated_at: '2026-10-01 09:30:00',
        accumulated_input_tokens: 10,
        accumulated_output_tokens: 1,
      });
    const { state, events } = look(fresh());
    expect(events).toHaveLength(400);
    expect(Object.keys(state.ladders)).toHaveLength(300);
    const later = look(state);
    expect(mergeAll([...events, ...later.events])).toHaveLength(400);
  });

  it('says so when the layout is unknown', () => {
    db.exec('DROP TABLE sessions');
    expect(look(fresh()).issues).toEqual([{ code: 'DATABASE_UNKNOWN' }]);
  });

  it('reads files of versions without a database, as the same session', () => {
    const { calls, issues } = readRoot(goose, TESTDATA);
    expect(issues.map(({ code }) => code)).toEqual(['MISSING_MODEL']);
    expect(totalsOf(calls)).toMatchObject({ calls: 1, input: 4100, output: 230 });
    put({
      id: '20250703_114403',
      updated_at: '2026-10-01 09:30:00',
      accumulated_input_tokens: 4100,
      accumulated_output_tokens: 230,
      accumulated_total_tokens: 4330,
    });
    const moved = look(fresh()).events;
    expect(mergeAll([...calls, ...moved].map(({ ...event }) => event))).toHaveLength(1);
  });

  it('lies where the platform puts it', () => {
    expect(goose.roots(testEnv('/home/dev'))[0]).toBe('/home/dev/.local/share/goose/sessions');
    expect(goose.roots(testEnv('/home/dev', { GOOSE_PATH_ROOT: '/g' }))).toEqual(['/g/data/sessions']);
    expect([...goose.discover('/nowhere', nodeFs)]).toEqual([]);
  });
});
