import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  expectNoTextComesOut,
  expectSameInAnyReading,
  folderWith,
  jsonLines,
} from '../../test/any-reading.ts';
import { mergeAll, nodeFs, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import type { LineReader } from '../source.ts';
import { geminiCli } from './source.ts';

const home = join(import.meta.dirname, 'testdata/home');
const older = join(import.meta.dirname, 'testdata/older');
const beforeDeletion = join(import.meta.dirname, 'testdata/before-deletion');
const NAMED = ['id', 'sessionId', 'startTime', 'timestamp', 'type', 'model', 'kind', 'projectHash'];
const CHAT = 'tmp/app/chats/session-1.jsonl';
const UUID = '7c1e0000-0000-4000-8000-000000000001';

const header = { sessionId: 's1', projectHash: 'h', startTime: '2026-10-01T08:00:00.000Z', kind: 'main' };
const tokens = { input: 10_500, output: 120, cached: 8000, thoughts: 310, tool: 0, total: 10_930 };
const answer = (more: object = {}) => ({
  id: UUID,
  timestamp: '2026-10-01T08:00:05.000Z',
  type: 'gemini',
  model: 'gemini-3-pro',
  tokens,
  ...more,
});
const readChat = (...rows: readonly unknown[]) =>
  readRoot(geminiCli, folderWith({ [CHAT]: jsonLines(...rows) }));

describe('sessions of version 0.61', () => {
  it('counts each answer once though it stands twice', () => {
    const read = readRoot(geminiCli, home);
    expect(totalsOf(read.calls)).toMatchObject({ calls: 9, input: 13_420, cacheRead: 34_138, output: 2980 });
    expect(read.issues).toEqual([]);
  });

  it('puts a subagent under the session that started it', () => {
    const agents = readRoot(geminiCli, home).calls.filter((call) => call.agent !== undefined);
    expect(agents.length).toBe(3);
    expect(new Set(agents.map((call) => call.session))).toEqual(
      new Set(['45d89a0c-737f-46cd-9e4c-c3752f37548c']),
    );
  });

  it('finds the folder of work in projects.json and in .project_root', () => {
    const projects = new Set(readRoot(geminiCli, home).calls.map((call) => call.project));
    expect(projects).toEqual(new Set(['/home/dev/ws-gemini', '/home/dev/ws-gemini-r']));
  });

  it('keeps the calls of sessions that the program deletes, in any order of imports', () => {
    const early = readRoot(geminiCli, beforeDeletion).emitted;
    const late = readRoot(geminiCli, home).emitted;
    expect(early.length).toBeGreaterThan(0);
    const both = totalsOf(mergeAll([...early, ...late]));
    expect(both).toEqual(totalsOf(mergeAll([...late, ...early])));
    expect(both.calls).toBe(13);
  });
});

describe('what a message means', () => {
  it('takes cached tokens out of the input and adds thoughts to the output', () => {
    const [call] = readChat(header, answer()).calls;
    expect(call).toMatchObject({
      tokens: { input: 2500, cacheRead: 8000, output: 430, reasoning: 310 },
      model: 'gemini-3-pro',
      provider: 'google',
      app: 'gemini-cli',
      session: 's1',
      startedAt: Date.UTC(2026, 9, 1, 8, 0, 5),
    });
  });

  it.each([
    ['beside the input, as the total shows', { ...tokens, tool: 70, total: 11_000 }, 2570, undefined],
    ['inside the input, as the total shows', { ...tokens, tool: 70 }, 2500, undefined],
    ['unclear without a total', { ...tokens, tool: 70, total: undefined }, 2570, 'assumed'],
  ])('counts the prompt of tool use: %s', (_name, counts, input, inclusion) => {
    const [call] = readChat(header, answer({ tokens: counts })).calls;
    expect([call?.tokens.input, call?.inclusion]).toEqual([input, inclusion]);
  });

  it('is no call without tokens, and a later row without them takes none away', () => {
    const read = readChat(header, answer(), answer({ tokens: null }), {
      $set: { messages: [answer({ tokens: undefined })] },
    });
    expect(totalsOf(read.calls)).toMatchObject({ calls: 1, total: 10_930 });
  });

  it('is no call when a checkpoint lends its id to a row of the user', () => {
    const read = readChat(header, answer({ type: 'user' }), answer({ type: 'info' }));
    expect(read.calls).toEqual([]);
  });

  it('reads answers that stand in a checkpoint only', () => {
    expect(readChat(header, { $set: { messages: [answer()] } }).calls.length).toBe(1);
  });

  it('was billed though it was rewound', () => {
    expect(readChat(header, answer(), { $rewindTo: UUID }).calls.length).toBe(1);
  });

  it('belongs to the older of two sessions that hold it', () => {
    const resumed = { ...header, sessionId: 's2', startTime: '2026-10-02T08:00:00.000Z' };
    const root = folderWith({
      [CHAT]: jsonLines(header, answer()),
      'tmp/app/chats/session-2.jsonl': jsonLines(resumed, answer()),
    });
    for (const order of [{}, { order: 'reverse' as const }])
      expect(readRoot(geminiCli, root, order).calls.map((call) => call.session)).toEqual(['s1']);
  });

  it('has a key of its own session where its id is no uuid', () => {
    const root = folderWith({
      [CHAT]: jsonLines(header, answer({ id: '4' })),
      'tmp/app/chats/session-2.jsonl': jsonLines({ ...header, sessionId: 's2' }, answer({ id: '4' })),
    });
    expect(readRoot(geminiCli, root).calls.length).toBe(2);
  });
});

describe('older layouts', () => {
  it('reads a chat that is one object, and names its folder from the hash of a known path', () => {
    const hash = createHash('sha256').update('/w/app').digest('hex');
    const chat = { ...header, messages: [answer(), answer({ id: 'x', type: 'user', tokens: undefined })] };
    const root = folderWith({
      'projects.json': JSON.stringify({ projects: { '/w/app': 'app' } }),
      [`tmp/${hash}/chats/session-1.json`]: JSON.stringify(chat, null, 2),
      [`tmp/${hash}/logs.json`]: '[]',
    });
    const { calls, issues } = readRoot(geminiCli, root);
    expect(issues).toEqual([]);
    expect(calls.map((call) => [call.project, call.session, call.tokens.input])).toEqual([
      ['/w/app', 's1', 2500],
    ]);
  });

  it('reads what such a version wrote', () => {
    const read = readRoot(geminiCli, older);
    expect(totalsOf(read.calls)).toMatchObject({ calls: 2, input: 3440, cacheRead: 8000, output: 450 });
    expect(read.issues).toEqual([]);
  });

  it('keeps a folder apart by its name where no path is known', () => {
    expect(readChat(header, answer()).calls[0]?.project).toBe('app');
  });

  it('says so when the model is missing', () => {
    const read = readChat(header, answer({ model: undefined }));
    expect(read.calls[0]?.model).toBe('unknown');
    expect(read.issues.map((issue) => issue.code)).toEqual(['MISSING_MODEL']);
  });
});

describe('bad input', () => {
  it('accepts CRLF, a BOM, blank lines and a last line without an end', () => {
    const text = `\ufeff${JSON.stringify(header)}\r\n\r\n${JSON.stringify(answer())}`;
    const read = readRoot(geminiCli, folderWith({ [CHAT]: text }), { chunkBytes: 7 });
    expect([read.calls.length, read.issues]).toEqual([1, []]);
  });

  it('reports a torn line in the middle with its offset and goes on', () => {
    const torn = '{"id":"torn","type":"user"\n';
    const read = readRoot(geminiCli, folderWith({ [CHAT]: `${torn}${jsonLines(header, answer())}` }));
    expect(read.calls.length).toBe(1);
    expect(read.issues).toMatchObject([{ code: 'BAD_JSON', at: 0 }]);
  });

  it.each([
    ['negative', { ...tokens, output: -1 }, 'BAD_NUMBER', 'output'],
    ['fractional', { ...tokens, thoughts: 1.5 }, 'BAD_NUMBER', 'thoughts'],
    ['more cached than sent', { ...tokens, cached: 20_000 }, 'COUNTS_DISAGREE', 'cached'],
  ])('reports a count that is %s and keeps the others', (_name, counts, code, detail) => {
    const read = readChat(header, answer({ tokens: counts }));
    expect(read.issues).toMatchObject([{ code, detail }]);
    expect(read.calls.length).toBe(1);
  });

  it('skips a call without a readable time, and says so', () => {
    const read = readChat(header, answer({ timestamp: 'yesterday' }));
    expect([read.calls.length, read.issues[0]?.code]).toEqual([0, 'BAD_TIMESTAMP']);
  });

  it('takes numbers that are strings', () => {
    const read = readChat(header, answer({ tokens: { input: '100', output: '5', cached: '0' } }));
    expect(read.calls[0]?.tokens).toEqual({ input: 100, cacheRead: 0, output: 5 });
  });

  it('lets only lines without usage be passed over when they are too long to hold', () => {
    const skippable = (line: string) =>
      (geminiCli.readers.lines as LineReader).skippable?.(Buffer.from(line));
    for (const line of [
      '{"id":"a","timestamp":"b","type":"user","content":"…',
      '{"id":"a","timestamp":"b","type":"info","content":"…',
    ])
      expect([line, skippable(line)]).toEqual([line, true]);
    for (const line of [
      '{"id":"a","timestamp":"b","type":"gemini","content":"…',
      '{"$set":{"messages":[',
      '{"sessionId":"s',
    ])
      expect([line, skippable(line)]).toEqual([line, false]);
  });
});

describe('where it looks', () => {
  it('looks below GEMINI_CLI_HOME, else below the home folder', () => {
    expect(geminiCli.roots(testEnv('/h'))).toEqual(['/h/.gemini']);
    expect(geminiCli.roots(testEnv('/h', { GEMINI_CLI_HOME: '/g' }))).toEqual(['/g/.gemini']);
  });

  it('accepts the folder that holds .gemini', () => {
    const root = folderWith({ [`.gemini/${CHAT}`]: jsonLines(header, answer()) });
    expect(readRoot(geminiCli, root).calls.length).toBe(1);
  });

  it('describes a file named by hand as discovery does', () => {
    for (const file of geminiCli.discover(home, nodeFs))
      expect(geminiCli.adopt(file.path, nodeFs)).toEqual(file);
  });

  it('knows its chats, and leaves those of Qwen Code alone', () => {
    const head = {
      path: '/x.jsonl',
      bytes: new Uint8Array(),
      lines: [header],
      document: undefined,
      tables: undefined,
    };
    expect(geminiCli.recognises(head)).toBe(true);
    expect(geminiCli.recognises({ ...head, path: '/h/.qwen/tmp/p/chats/x.jsonl' })).toBe(false);
    expect(geminiCli.recognises({ ...head, lines: [{ sessionId: 's' }] })).toBe(false);
  });
});

describe('any reading', () => {
  it.each([home, beforeDeletion, older])('gives the same calls in any split, order and repetition', (root) =>
    expectSameInAnyReading(geminiCli, root),
  );

  it.each([home, older])('lets no text out', (root) => expectNoTextComesOut(geminiCli, root, NAMED));
});
