import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  expectNoTextComesOut,
  expectSameInAnyReading,
  folderWith,
  jsonLines,
} from '../../test/any-reading.ts';
import { nodeFs, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import type { LineReader } from '../source.ts';
import { qwenCode } from './source.ts';

const home = join(import.meta.dirname, 'testdata/home');
const CHAT = 'projects/-w-app/chats/s1.jsonl';
const AT = '2026-10-01T10:00:00.000Z';

const answer = (uuid: string, usage: object, more: object = {}) => ({
  uuid,
  parentUuid: null,
  sessionId: 's1',
  timestamp: AT,
  type: 'assistant',
  cwd: '/w/app',
  version: '0.14.0',
  model: 'qwen3-coder-plus',
  usageMetadata: usage,
  ...more,
});
const usage = {
  promptTokenCount: 100,
  candidatesTokenCount: 40,
  thoughtsTokenCount: 15,
  cachedContentTokenCount: 5,
  totalTokenCount: 140,
};
const telemetry = (uuid: string, counts: object = {}, more: object = {}) => ({
  uuid,
  sessionId: 's1',
  timestamp: AT,
  type: 'system',
  subtype: 'ui_telemetry',
  cwd: '/w/app',
  version: '0.24.4',
  systemPayload: {
    uiEvent: {
      'event.name': 'qwen-code.api_response',
      'event.timestamp': AT,
      response_id: `chatcmpl-${uuid}`,
      model: 'qwen3-coder-plus',
      input_token_count: 100,
      output_token_count: 40,
      cached_content_token_count: 5,
      thoughts_token_count: 15,
      total_token_count: 140,
      auth_type: 'openai',
      prompt_id: 's1########0',
      duration_ms: 768,
      ttft_ms: 747,
      ...counts,
    },
  },
  ...more,
});
const readChat = (...rows: readonly unknown[]) =>
  readRoot(qwenCode, folderWith({ [CHAT]: jsonLines(...rows) }));

describe('sessions of version 0.24.4', () => {
  it('counts each response once though telemetry, answers, forks and subagents tell it again', () => {
    const read = readRoot(qwenCode, home);
    expect(totalsOf(read.calls)).toMatchObject(EXPECTED);
    expect(read.issues).toEqual([]);
  });

  it('counts the calls that telemetry alone tells: memory agents', () => {
    const agents = new Set(readRoot(qwenCode, home).calls.map((call) => call.agent));
    expect(agents).toContain('managed-auto-memory-extractor');
  });

  it('leaves a forked call with the session that made it', () => {
    const calls = readRoot(qwenCode, home).calls;
    const of = (session: string) => calls.filter((call) => call.session?.startsWith(session));
    expect(of('ee0bb7bb').length).toBe(5);
    expect(of('ae8947e7').length).toBe(2);
    expect(of('ae8947e7')[0]?.parentSession).toMatch(/^ee0bb7bb/);
  });

  it('joins a subagent to its parent, which knows the model', () => {
    const calls = readRoot(qwenCode, home).calls.filter((call) => call.agent === 'general-purpose');
    expect(calls.map((call) => [call.model, call.confidence])).toEqual([
      ['qwen3-coder-plus', 'exact'],
      ['qwen3-coder-plus', 'exact'],
    ]);
  });
});

const EXPECTED = { calls: 18, input: 21290, cacheRead: 50577, output: 4134 };

describe('what counts include', () => {
  it.each([
    ['openai: thoughts inside the output', { auth_type: 'openai' }, 95, 40],
    ['gemini: thoughts outside', { auth_type: 'gemini', total_token_count: 155 }, 95, 55],
    [
      'gemini without a total: the protocol decides',
      { auth_type: 'gemini', total_token_count: null },
      95,
      55,
    ],
    ['openai without a total: the protocol decides', { total_token_count: null }, 95, 40],
  ])('%s', (_name, counts, input, output) => {
    const [call] = readChat(telemetry('u1', counts)).calls;
    expect(call?.tokens).toEqual({ input, cacheRead: 5, output, reasoning: 15 });
    expect(call?.inclusion).toBe(
      'total_token_count' in counts && counts.total_token_count === null ? 'assumed' : undefined,
    );
  });

  it('is reconciled on the Anthropic protocol, whose cache writes are folded into the prompt', () => {
    const [call] = readChat(telemetry('u1', { auth_type: 'anthropic', model: 'claude-sonnet-4-5' })).calls;
    expect(call).toMatchObject({ provider: 'anthropic', confidence: 'reconciled' });
  });

  it.each([
    ['openai', 'qwen3-coder-plus', 'alibaba'],
    ['openai', 'gpt-5.4', 'openai'],
    ['openai', 'some-model', 'openai-compatible'],
    ['qwen-oauth', 'coder-model', 'alibaba'],
    ['gemini', 'gemini-2.5-pro', 'google'],
    ['vertex-ai', 'gemini-2.5-pro', 'vertex'],
  ])('%s with %s is billed by %s', (auth_type, model, provider) => {
    expect(readChat(telemetry('u1', { auth_type, model })).calls[0]?.provider).toBe(provider);
  });

  it('keeps how long the call took', () => {
    expect(readChat(telemetry('u1')).calls[0]).toMatchObject({ latencyMs: 768, timeToFirstTokenMs: 747 });
  });
});

describe('one response, two rows', () => {
  it('counts answers where there is no telemetry', () => {
    const read = readChat(answer('u1', usage), answer('u2', usage));
    expect(totalsOf(read.calls)).toMatchObject({ calls: 2, input: 190, cacheRead: 10, output: 80 });
  });

  it('counts telemetry alone where both stand', () => {
    const same = { version: '0.24.4' };
    const read = readChat(
      telemetry('t1'),
      answer('u1', usage, same),
      telemetry('t2'),
      answer('u2', usage, same),
    );
    expect(read.calls.length).toBe(2);
  });

  it('does not double where the answer comes before the first telemetry', () => {
    const read = readChat(answer('u1', usage, { version: '0.24.4' }), telemetry('t1'), telemetry('t2'));
    expect(read.calls.length).toBe(2);
  });

  it('counts the answers of an older version and the telemetry of a newer one in one file', () => {
    const old = answer('u1', usage, { timestamp: '2026-09-01T10:00:00.000Z' });
    const again = answer('u9', usage, { timestamp: '2026-11-01T10:00:00.000Z' });
    const read = readChat(old, telemetry('t1'), answer('u2', usage, { version: '0.24.4' }), again);
    expect(read.calls.length).toBe(3);
  });

  it('does not take a short response id for unique', () => {
    const root = folderWith({
      [CHAT]: jsonLines(telemetry('u1', { response_id: '1' })),
      'projects/-w-app/chats/s2.jsonl': jsonLines(
        telemetry(
          'u2',
          { response_id: '1', 'event.timestamp': '2026-10-01T10:00:01.000Z' },
          { sessionId: 's2' },
        ),
      ),
    });
    expect(readRoot(qwenCode, root).calls.length).toBe(2);
  });

  it('never keys by session and uuid: a fork keeps the uuid only', () => {
    const copy = { sessionId: 's2', forkedFrom: { sessionId: 's1', messageUuid: 'u1' } };
    const root = folderWith({
      [CHAT]: jsonLines(answer('u1', usage)),
      'projects/-w-app/chats/s2.jsonl': jsonLines(answer('u1', usage, copy)),
    });
    expect(readRoot(qwenCode, root).calls.map((call) => call.session)).toEqual(['s1']);
  });
});

describe('subagents', () => {
  const AGENT = 'projects/-w-app/subagents/s1/agent-explore-call_1.jsonl';
  const row = (round?: number) =>
    answer('a1', usage, {
      model: undefined,
      agentId: 'explore-call_1',
      agentName: 'explore',
      agentRound: round,
    });

  it('takes the model from the sidecar where only the agent tells the call', () => {
    const root = folderWith({
      [AGENT]: jsonLines(row(1)),
      [AGENT.replace('.jsonl', '.meta.json')]: JSON.stringify({
        persistedCliFlags: { model: 'qwen3-max', authType: 'openai', baseUrl: 'x' },
      }),
    });
    expect(readRoot(qwenCode, root).calls).toMatchObject([
      { model: 'qwen3-max', agent: 'explore', session: 's1', confidence: 'reconciled' },
    ]);
  });

  it.each([1, undefined])('is one call with its parent’s telemetry, round %s', (round) => {
    const root = folderWith({
      [CHAT]: jsonLines(telemetry('t1', { prompt_id: 's1#explore-call_1#0', subagent_name: 'explore' })),
      [AGENT]: jsonLines(row(round)),
    });
    for (const order of [{}, { order: 'reverse' as const }])
      expect(readRoot(qwenCode, root, order).calls).toMatchObject([
        { model: 'qwen3-coder-plus', agent: 'explore' },
      ]);
  });

  it('does not believe a name that the id does not confirm', () => {
    const counts = { prompt_id: 's1#explore-call_1#0', subagent_name: 'a sentence' };
    expect(readChat(telemetry('t1', counts)).calls[0]?.agent).toBe('explore');
  });
});

describe('bad input', () => {
  it('takes the file’s name for a blank session', () => {
    expect(readChat(answer('u1', usage, { sessionId: '   ' })).calls[0]?.session).toBe('s1');
  });

  it('passes over failed calls, empty counts and marks inside texts', () => {
    const quoted = { type: 'user', message: { text: '"usageMetadata":{"promptTokenCount":9}' }, uuid: 'q' };
    const failed = telemetry('t1', { 'event.name': 'qwen-code.api_error' });
    const empty = telemetry('t2', {
      input_token_count: 0,
      output_token_count: 0,
      cached_content_token_count: 0,
      thoughts_token_count: 0,
      total_token_count: 0,
    });
    const read = readChat(quoted, failed, empty);
    expect([read.calls, read.issues]).toEqual([[], []]);
  });

  it.each([
    ['BAD_NUMBER', telemetry('t1', { output_token_count: 'many' })],
    ['COUNTS_DISAGREE', telemetry('t1', { cached_content_token_count: 500 })],
    ['MISSING_MODEL', telemetry('t1', { model: '' })],
  ])('reports %s and keeps the call', (code, row) => {
    const read = readChat(row);
    expect([read.calls.length, read.issues[0]?.code]).toEqual([1, code]);
  });

  it('skips a call without a time', () => {
    const read = readChat(answer('u1', usage, { timestamp: null }));
    expect([read.calls.length, read.issues[0]?.code]).toEqual([0, 'BAD_TIMESTAMP']);
  });

  it('accepts CRLF and a BOM and reports a torn line', () => {
    const text = `\ufeff${JSON.stringify(answer('u1', usage))}\r\n{"uuid":"torn\r\n${JSON.stringify(answer('u2', usage))}`;
    const read = readRoot(qwenCode, folderWith({ [CHAT]: text }), { chunkBytes: 11 });
    expect([read.calls.length, read.issues.map((issue) => issue.code)]).toEqual([2, ['BAD_JSON']]);
  });

  it('lets only lines without usage be passed over when they are too long to hold', () => {
    const skippable = (line: string) => (qwenCode.readers.lines as LineReader).skippable?.(Buffer.from(line));
    for (const line of [
      '{"uuid":"a","type":"user","message":{"…',
      '{"uuid":"a","type":"tool_result","cwd":"/w","message":{',
    ])
      expect([line, skippable(line)]).toEqual([line, true]);
    for (const line of [
      '{"uuid":"a","type":"assistant","message":{"type":"user"',
      '{"uuid":"a","type":"system","systemPayload":',
    ])
      expect([line, skippable(line)]).toEqual([line, false]);
  });
});

describe('where it looks', () => {
  it('follows the program’s variables', () => {
    expect(qwenCode.roots(testEnv('/h'))).toEqual(['/h/.qwen']);
    expect(qwenCode.roots(testEnv('/h', { QWEN_HOME: '/q' }))).toEqual(['/q']);
    expect(qwenCode.roots(testEnv('/h', { QWEN_HOME: '/q', QWEN_RUNTIME_DIR: '/r' }))).toEqual(['/r']);
  });

  it('accepts the folder that holds .qwen', () => {
    const root = folderWith({ [`.qwen/${CHAT}`]: jsonLines(answer('u1', usage)) });
    expect(readRoot(qwenCode, root).calls.length).toBe(1);
  });

  it('reads the whole-object chats of the first versions', () => {
    const message = {
      id: 'm1',
      timestamp: AT,
      type: 'qwen',
      model: 'qwen3-coder',
      tokens: { input: 9, output: 4, cached: 2, thoughts: 1, total: 14 },
    };
    const chat = { sessionId: 's1', projectHash: 'h', messages: [message, { type: 'user' }] };
    const root = folderWith({ 'tmp/h/chats/session-1.json': JSON.stringify(chat) });
    expect(readRoot(qwenCode, root).calls.map((call) => call.tokens)).toEqual([
      { input: 7, cacheRead: 2, output: 5, reasoning: 1 },
    ]);
  });

  it('describes a file named by hand as discovery does', () => {
    for (const file of qwenCode.discover(home, nodeFs))
      expect(qwenCode.adopt(file.path, nodeFs)).toEqual(file);
  });

  it('knows its rows', () => {
    const head = { path: '/x.jsonl', bytes: new Uint8Array(), document: undefined, tables: undefined };
    expect(qwenCode.recognises({ ...head, lines: [JSON.parse(JSON.stringify(answer('u1', usage)))] })).toBe(
      true,
    );
    expect(qwenCode.recognises({ ...head, lines: [JSON.parse(JSON.stringify(telemetry('t1')))] })).toBe(true);
    expect(qwenCode.recognises({ ...head, lines: [{ sessionId: 's', type: 'user' }] })).toBe(false);
  });
});

describe('any reading', () => {
  it('gives the same calls in any split, order and repetition', () => expectSameInAnyReading(qwenCode, home));

  it('lets no text out', () =>
    expectNoTextComesOut(qwenCode, home, [
      'uuid',
      'parentUuid',
      'sessionId',
      'timestamp',
      'type',
      'subtype',
      'cwd',
      'version',
      'model',
      'agentId',
      'agentName',
      'event.name',
      'event.timestamp',
      'response_id',
      'prompt_id',
      'auth_type',
      'authType',
    ]));
});
