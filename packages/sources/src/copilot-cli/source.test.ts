import { Buffer } from 'node:buffer';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import {
  expectNoTextComesOut,
  expectSameInAnyReading,
  folderWith,
  jsonLines,
  readVersions,
} from '../../test/any-reading.ts';
import { nodeFs, readFiles, readRoot, sqlReader, testEnv, totalsOf } from '../../test/harness.ts';
import type { LineReader } from '../source.ts';
import { copilotCli } from './source.ts';

const home = join(import.meta.dirname, 'testdata/home');
const traced = join(import.meta.dirname, 'testdata/traced');
const crashed = join(import.meta.dirname, 'testdata/crashed');
const AT = '2026-10-01T08:00:00.000Z';
const NAMED = [
  'type',
  'sessionId',
  'id',
  'messageId',
  'timestamp',
  'cwd',
  'branch',
  'newModel',
  'traceId',
  'spanId',
  'gen_ai.operation.name',
  'gen_ai.response.model',
  'gen_ai.response.id',
  'gen_ai.conversation.id',
];
const EVENTS = 'session-state/s1/events.jsonl';

const start = (sessionId = 's1') => ({
  type: 'session.start',
  data: { sessionId, selectedModel: 'claude-sonnet-4.6', context: { cwd: '/w/app', branch: 'main' } },
  id: `start-${sessionId}`,
  timestamp: AT,
});
const answer = (id: string, outputTokens: number, more: object = {}) => ({
  type: 'assistant.message',
  data: { messageId: id, outputTokens, content: 'x', ...more },
  id: `row-${id}`,
  timestamp: AT,
});
const metrics = (input: number, output: number, cacheRead: number, count: number) => ({
  requests: { count, cost: 2 },
  usage: {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: 0,
    reasoningTokens: 0,
  },
});
const shutdown = (id: string, modelMetrics: object, timestamp = '2026-10-01T09:00:00.000Z') => ({
  type: 'session.shutdown',
  data: { totalPremiumRequests: 2, modelMetrics },
  id,
  timestamp,
});
const SONNET = 'claude-sonnet-4.6';
const readEvents = (...rows: readonly unknown[]) =>
  readRoot(copilotCli, folderWith({ [EVENTS]: jsonLines(...rows) }));

describe('a session that ended cleanly', () => {
  it('counts what the shutdown says, by model', () => {
    const read = readRoot(copilotCli, home);
    expect(totalsOf(read.calls)).toMatchObject({
      input: 35_071,
      cacheRead: 151_738,
      cacheWrite: 0,
      output: 2848,
      reasoning: 1024,
    });
    expect(new Set(read.calls.map((call) => call.model))).toEqual(new Set([SONNET]));
    expect(read.issues).toEqual([]);
  });

  it('shares it among the answers, so that times and the number of calls are kept', () => {
    const { calls } = readRoot(copilotCli, home);
    expect(calls.map((call) => call.tokens.output)).toEqual([311, 170, 141, 153, 1379, 694]);
    expect(new Set(calls.map((call) => call.startedAt)).size).toBe(6);
    expect(new Set(calls.map((call) => call.confidence))).toEqual(new Set(['reconciled']));
    expect(calls[0]).toMatchObject({
      project: '/home/dev/project-3f2b43',
      branch: 'feature',
      provider: 'github-copilot',
    });
  });

  it('puts calls without an answer at the shutdown', () => {
    const { calls } = readEvents(
      start(),
      answer('m1', 10),
      shutdown('e1', { [SONNET]: metrics(300, 16, 0, 3) }),
    );
    expect(calls.map((call) => [call.tokens.input, call.tokens.output])).toEqual([
      [100, 10],
      [100, 3],
      [100, 3],
    ]);
  });

  it('loses and invents no token in the sharing', () => {
    const rows = [start(), answer('m1', 3), answer('m2', 4), answer('m3', 5)];
    const { calls } = readEvents(...rows, shutdown('e1', { [SONNET]: metrics(1001, 20, 500, 7) }));
    expect(totalsOf(calls)).toMatchObject({ calls: 7, input: 501, cacheRead: 500, output: 20 });
  });

  it('gives an answer of another model to the model that has room for it', () => {
    const rows = [start(), answer('m1', 50, { model: 'auto' }), answer('m2', 5)];
    const { calls } = readEvents(
      ...rows,
      shutdown('e1', { [SONNET]: metrics(10, 5, 0, 1), 'gpt-5.4': metrics(20, 50, 0, 1) }),
    );
    expect(calls.map((call) => [call.model, call.tokens.input, call.tokens.output])).toEqual([
      ['gpt-5.4', 20, 50],
      [SONNET, 10, 5],
    ]);
  });
});

describe('totals go on from leg to leg', () => {
  const first = [start(), answer('m1', 10), shutdown('e1', { [SONNET]: metrics(100, 10, 60, 1) })];
  const resume = { ...start(), type: 'session.resume' };

  it('counts the growth only', () => {
    const second = [resume, answer('m2', 5), shutdown('e2', { [SONNET]: metrics(300, 15, 160, 2) })];
    expect(totalsOf(readEvents(...first, ...second).calls)).toMatchObject({
      calls: 2,
      input: 140,
      cacheRead: 160,
      output: 15,
    });
  });

  it('begins anew when a total has fallen', () => {
    const second = [resume, answer('m2', 5), shutdown('e2', { [SONNET]: metrics(50, 5, 0, 1) })];
    expect(totalsOf(readEvents(...first, ...second).calls)).toMatchObject({
      calls: 2,
      input: 90,
      output: 15,
    });
  });

  it('begins anew when the growth does not cover the answers', () => {
    const second = [resume, answer('m2', 12), shutdown('e2', { [SONNET]: metrics(200, 12, 70, 1) })];
    expect(totalsOf(readEvents(...first, ...second).calls)).toMatchObject({
      calls: 2,
      input: 170,
      output: 22,
    });
  });

  it('is not confused by an end without sums', () => {
    const silent = { type: 'session.shutdown', data: { totalPremiumRequests: 1 }, id: 'e5', timestamp: AT };
    const second = [resume, answer('m2', 5), shutdown('e2', { [SONNET]: metrics(300, 15, 160, 2) })];
    expect(totalsOf(readEvents(...first, silent, ...second).calls)).toMatchObject({
      calls: 2,
      input: 140,
      output: 15,
    });
  });

  it('counts a shutdown once that is written twice', () => {
    const again = shutdown('e9', { [SONNET]: metrics(100, 10, 60, 1) });
    expect(readEvents(...first, again).calls.length).toBe(1);
  });
});

describe('a session that crashed', () => {
  it('estimates: outputs only', () => {
    const { calls } = readEvents(start(), answer('m1', 10), answer('m1', 10), answer('m2', 7));
    expect(calls).toMatchObject([
      { tokens: { output: 10 }, confidence: 'estimated', model: SONNET },
      { tokens: { output: 7 }, confidence: 'estimated' },
    ]);
  });

  it('keeps the estimates of a leg that no shutdown covers', () => {
    const rows = [start(), answer('m1', 100), { ...start(), type: 'session.resume' }, answer('m2', 5)];
    const { calls } = readEvents(...rows, shutdown('e1', { [SONNET]: metrics(40, 5, 0, 1) }));
    expect(calls.map((call) => [call.tokens.input, call.tokens.output, call.confidence])).toEqual([
      [undefined, 100, 'estimated'],
      [40, 5, 'reconciled'],
    ]);
  });

  it('follows changes of the model', () => {
    const change = { type: 'session.model_change', data: { newModel: 'gpt-5.4' }, timestamp: AT };
    expect(readEvents(start(), change, answer('m1', 10)).calls[0]?.model).toBe('gpt-5.4');
  });

  it('takes the folder of work from workspace.yaml where the log names none', () => {
    const root = folderWith({
      [EVENTS]: jsonLines({ ...start(), data: { sessionId: 's1' } }, answer('m1', 10)),
      'session-state/s1/workspace.yaml': 'id: s1\ncwd: /w/app\nsummary: a sentence\nbranch: dev\n',
    });
    expect(readRoot(copilotCli, root).calls[0]).toMatchObject({ project: '/w/app', branch: 'dev' });
  });
});

const STORE = `
  CREATE TABLE sessions (id TEXT PRIMARY KEY, cwd TEXT, repository TEXT, branch TEXT, summary TEXT);
  CREATE TABLE assistant_usage_events (id INTEGER PRIMARY KEY AUTOINCREMENT, session_id TEXT, model TEXT,
    input_tokens INTEGER, output_tokens INTEGER, cache_read_tokens INTEGER, cache_write_tokens INTEGER,
    reasoning_tokens INTEGER, total_nano_aiu INTEGER, duration_ms INTEGER, finish_reason TEXT, agent_id TEXT, created_at TEXT);
  INSERT INTO sessions VALUES ('s1', '/w/app', 'r', 'main', 'secret words');`;
const usageRow = (session: string, counts: string, createdAt = "'2026-10-01 08:00:00'") =>
  `INSERT INTO assistant_usage_events (session_id, model, input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, reasoning_tokens, duration_ms, finish_reason, created_at)
   VALUES ('${session}', 'gpt-5.4', ${counts}, 400, 'stop', ${createdAt});`;
const storeIn = (root: string, sql: string): DatabaseSync => {
  mkdirSync(root, { recursive: true });
  const db = new DatabaseSync(join(root, 'session-store.db'));
  db.exec(sql);
  return db;
};

describe('the store', () => {
  it('counts one call a row: the input includes what was cached', () => {
    const root = folderWith({});
    storeIn(root, `${STORE}${usageRow('s1', '100, 20, 60, 10, 5')}`).close();
    expect(readRoot(copilotCli, root).calls).toMatchObject([
      {
        tokens: { input: 30, cacheRead: 60, cacheWrite: 10, output: 20, reasoning: 5 },
        startedAt: Date.UTC(2026, 9, 1, 8),
        session: 's1',
        project: '/w/app',
        branch: 'main',
        model: 'gpt-5.4',
        latencyMs: 400,
        stopReason: 'stop',
        confidence: 'exact',
      },
    ]);
  });

  it('speaks for its sessions alone: nothing is added from their logs', () => {
    const root = folderWith({
      [EVENTS]: jsonLines(start(), answer('m1', 10), shutdown('e1', { [SONNET]: metrics(100, 10, 0, 1) })),
      'session-state/renamed/events.jsonl': jsonLines(start(), answer('m1', 10)),
      'session-state/s2.jsonl': jsonLines(start('s2'), answer('m2', 7)),
    });
    storeIn(root, `${STORE}${usageRow('s1', '100, 20, 60, 10, 5')}`).close();
    expect(readRoot(copilotCli, root).calls.map((call) => [call.session, call.tokens.output])).toEqual([
      ['s1', 20],
      ['s2', 7],
    ]);
  });

  it('reads rows that are still in the write-ahead log, and only new ones the next time', () => {
    const root = folderWith({});
    const db = storeIn(root, `PRAGMA journal_mode=WAL;${STORE}${usageRow('s1', '100, 20, 60, 10, 5')}`);
    expect(readRoot(copilotCli, root).calls.length).toBe(1);
    const [file] = copilotCli.discover(root, nodeFs);
    const spied: unknown[] = [];
    const watching = {
      ...sqlReader(db),
      rows: (sql: string, ...params: (string | number)[]) => {
        spied.push(params);
        return sqlReader(db).rows(sql, ...params);
      },
    };
    const read = readVersions(copilotCli, file!, [watching, watching]);
    expect([read.emitted.length, spied]).toEqual([1, [[], [0], [], [1]]]);
    db.close();
  });

  it('starts over when the store was made anew', () => {
    const one = new DatabaseSync(':memory:');
    one.exec(`${STORE}${usageRow('s1', '1, 1, 0, 0, 0')}${usageRow('s1', '2, 2, 0, 0, 0')}`);
    const two = new DatabaseSync(':memory:');
    two.exec(`${STORE}${usageRow('s3', '9, 9, 0, 0, 0')}`);
    const file = copilotCli.adopt('/x/session-store.db', nodeFs);
    const read = readVersions(copilotCli, file, [sqlReader(one), sqlReader(two)]);
    expect(read.calls.map((call) => call.tokens.output).sort()).toEqual([1, 2, 9]);
  });

  it('reports a row without a time, counts that cannot be, and a layout it does not know', () => {
    const root = folderWith({});
    storeIn(
      root,
      `${STORE}${usageRow('s1', '1, 1, 0, 0, 0', 'NULL')}${usageRow('s1', '10, 5, 90, 0, 0')}${usageRow('s1', '-1, 5, 0, 0, 0')}`,
    ).close();
    const read = readRoot(copilotCli, root);
    expect(read.issues.map(({ at, code }) => [at, code])).toEqual([
      [1, 'BAD_TIMESTAMP'],
      [2, 'COUNTS_DISAGREE'],
      [3, 'BAD_NUMBER'],
    ]);
    const db = new DatabaseSync(':memory:');
    db.exec('CREATE TABLE assistant_usage_events (id INTEGER, tokens INTEGER)');
    const file = copilotCli.adopt('/x/session-store.db', nodeFs);
    expect(readVersions(copilotCli, file, [sqlReader(db)]).issues).toMatchObject([
      { code: 'DATABASE_UNKNOWN' },
    ]);
  });

  it('is nothing where it is older than the table or no database, and then the logs speak', () => {
    const events = { [EVENTS]: jsonLines(start(), answer('m1', 10)) };
    const older = folderWith(events);
    storeIn(older, 'CREATE TABLE sessions (id TEXT PRIMARY KEY)').close();
    const broken = folderWith({ ...events, 'session-store.db': 'no database' });
    for (const root of [older, broken]) expect(readRoot(copilotCli, root).calls.length).toBe(1);
  });

  it('makes the logs wait while it cannot be read', () => {
    const root = folderWith({ [EVENTS]: jsonLines(start(), answer('m1', 10)) });
    storeIn(root, STORE).close();
    const files = [...copilotCli.discover(root, { ...nodeFs, query: () => undefined })];
    expect(files.map((file) => file.reader)).toEqual(['store', 'session']);
    expect(readFiles(copilotCli, files).calls).toEqual([]);
  });

  it('speaks for a log that is named by hand, too', () => {
    const root = folderWith({ [EVENTS]: jsonLines(start(), answer('m1', 10)) });
    storeIn(root, `${STORE}${usageRow('s1', '100, 20, 60, 10, 5')}`).close();
    expect(readFiles(copilotCli, [copilotCli.adopt(join(root, EVENTS), nodeFs)]).calls).toEqual([]);
  });
});

const span = (name: string, operation: string, output: number, more: object = {}) => ({
  type: 'span',
  name,
  traceId: 't1',
  spanId: `${name}-${output}`,
  endTime: [1_790_850_003, 840_000_000],
  attributes: {
    'gen_ai.operation.name': operation,
    'gen_ai.conversation.id': 's1',
    'gen_ai.response.model': 'gpt-5.4',
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.output_tokens': output,
    'gen_ai.usage.cache_read.input_tokens': 40,
    'gen_ai.usage.cache_creation.input_tokens': 10,
    'github.copilot.interaction_id': 'i1',
    'gen_ai.input.messages': 'x',
    ...more,
  },
});

describe('OpenTelemetry', () => {
  const OTEL = 'otel/copilot.jsonl';
  const log = (output: number, response: string) => ({
    traceId: 't1',
    spanId: 'l',
    timestamp: AT,
    attributes: {
      ...span('', '', output, {
        'event.name': 'gen_ai.client.inference.operation.details',
        'gen_ai.response.id': response,
      }).attributes,
    },
  });

  it('counts a call once among its span, its log and the sums of its agent', () => {
    const rows = [
      span('chat gpt-5.4', 'chat', 20, { 'gen_ai.response.id': 'r1' }),
      log(20, 'r1'),
      span('chat gpt-5.4', 'chat', 30, { 'gen_ai.response.id': 'r2' }),
      span('invoke_agent', 'invoke_agent', 50),
    ];
    const read = readRoot(copilotCli, folderWith({ [OTEL]: jsonLines(...rows) }), { chunkBytes: 101 });
    expect(totalsOf(read.calls)).toMatchObject({
      calls: 2,
      input: 100,
      cacheRead: 80,
      cacheWrite: 20,
      output: 50,
    });
    expect(read.calls[0]).toMatchObject({ session: 's1', model: 'gpt-5.4' });
  });

  it('counts an agent’s sum where nothing else of its trace is there', () => {
    const root = folderWith({ [OTEL]: jsonLines(span('invoke_agent', 'invoke_agent', 50)) });
    expect(readRoot(copilotCli, root).calls).toMatchObject([{ startedAt: 1_790_850_003_840 }]);
  });

  it('stands between the store and the logs', () => {
    const files = {
      [OTEL]: jsonLines(
        span('chat x', 'chat', 20),
        span('chat x', 'chat', 21, { 'gen_ai.conversation.id': 's2' }),
      ),
      [EVENTS]: jsonLines(start(), answer('m1', 10)),
      'session-state/s2/events.jsonl': jsonLines(start('s2'), answer('m2', 11)),
      'session-state/s3/events.jsonl': jsonLines(start('s3'), answer('m3', 12)),
    };
    const root = folderWith(files);
    storeIn(root, `${STORE}${usageRow('s1', '100, 19, 0, 0, 0')}`).close();
    expect(readRoot(copilotCli, root).calls.map((call) => call.tokens.output)).toEqual([19, 21, 12]);
  });

  it('is silent where the store tells every session of it', () => {
    const root = folderWith({ [OTEL]: jsonLines(span('chat x', 'chat', 20)) });
    storeIn(root, `${STORE}${usageRow('s1', '100, 19, 0, 0, 0')}`).close();
    const files = [...copilotCli.discover(root, nodeFs)];
    expect(files.map((file) => file.context)).toEqual([{}, { covered: 'all' }]);
    expect(readFiles(copilotCli, files).calls.map((call) => call.tokens.output)).toEqual([19]);
  });
});

describe('bad input', () => {
  it('reports what it cannot use and goes on', () => {
    const read = readEvents(
      start(),
      answer('m1', -3),
      { ...answer('m2', 4), timestamp: 'x' },
      answer('m3', 5),
    );
    expect(read.calls.map((call) => call.tokens.output)).toEqual([5]);
    expect(read.issues.map((issue) => issue.code)).toEqual(['BAD_NUMBER', 'BAD_TIMESTAMP']);
  });

  it('accepts CRLF and a BOM and reports a torn line', () => {
    const rows = [start(), answer('m1', 10)].map((row) => JSON.stringify(row));
    const read = readRoot(
      copilotCli,
      folderWith({ [EVENTS]: `\ufeff${rows[0]}\r\n{"type":\r\n${rows[1]}` }),
      { chunkBytes: 17 },
    );
    expect([read.calls.length, read.calls[0]?.project, read.issues.map((issue) => issue.code)]).toEqual([
      1,
      '/w/app',
      ['BAD_JSON'],
    ]);
  });

  it('lets only lines without usage be passed over when they are too long to hold', () => {
    const skippable = (line: string) =>
      (copilotCli.readers.session as LineReader).skippable?.(Buffer.from(line));
    for (const line of ['{"type":"tool.execution_complete","data":{', '{"type":"user.message","data":{'])
      expect([line, skippable(line)]).toEqual([line, true]);
    for (const line of [
      '{"type":"session.shutdown","data":{',
      '{"type":"assistant.message","data":{',
      '{"data":{',
    ])
      expect([line, skippable(line)]).toEqual([line, false]);
  });
});

describe('where it looks', () => {
  it('follows COPILOT_HOME, and XDG_STATE_HOME of older versions', () => {
    expect(copilotCli.roots(testEnv('/h'))).toEqual(['/h/.copilot']);
    expect(copilotCli.roots(testEnv('/h', { COPILOT_HOME: '/c' }))).toEqual(['/c']);
    expect(copilotCli.roots(testEnv('/h', { XDG_STATE_HOME: '/x' }))).toEqual(['/h/.copilot', '/x/.copilot']);
  });

  it('accepts the folder that holds .copilot', () => {
    const root = folderWith({ [`.copilot/${EVENTS}`]: jsonLines(start(), answer('m1', 10)) });
    expect(readRoot(copilotCli, root).calls.length).toBe(1);
  });

  it('describes a file named by hand as discovery does', () => {
    for (const file of copilotCli.discover(home, nodeFs))
      expect(copilotCli.adopt(file.path, nodeFs)).toEqual(file);
  });

  it('knows its files', () => {
    const head = { path: '/x', bytes: new Uint8Array(), lines: [], document: undefined, tables: undefined };
    expect(copilotCli.recognises({ ...head, tables: new Set(['assistant_usage_events']) })).toBe(true);
    expect(copilotCli.recognises({ ...head, tables: new Set(['other']) })).toBe(false);
    expect(copilotCli.recognises({ ...head, lines: [start()] })).toBe(true);
    expect(copilotCli.recognises({ ...head, lines: [span('chat x', 'chat', 1)] })).toBe(true);
    expect(copilotCli.recognises({ ...head, lines: [{ type: 'session', data: {} }] })).toBe(false);
  });
});

describe('any reading', () => {
  it.each([home, traced, crashed])('gives the same calls in any split, order and repetition', (root) =>
    expectSameInAnyReading(copilotCli, root),
  );

  it.each([home, traced, crashed])('lets no text out', (root) =>
    expectNoTextComesOut(copilotCli, root, NAMED),
  );

  it('has totals that another hand has added up', () => {
    expect(totalsOf(readRoot(copilotCli, traced).calls)).toMatchObject({
      calls: 2,
      input: 2400,
      cacheRead: 21_000,
      cacheWrite: 1200,
      output: 420,
    });
    expect(totalsOf(readRoot(copilotCli, crashed).calls)).toMatchObject({
      calls: 3,
      input: 2000,
      cacheRead: 3000,
      output: 195,
      reasoning: 30,
    });
  });
});
