import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeAll, nodeFs, readFiles, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import { readBytes } from '../../test/read-bytes.ts';
import { transcriptReader } from './reader.ts';
import { answer, linesOf } from './rows.test-kit.ts';
import { claudeCode } from './source.ts';

const testdata = fileURLToPath(new URL('./testdata', import.meta.url));
const old = join(testdata, '1.0');
const current = join(testdata, '2.1');
const callsOf = (...rows: readonly unknown[]) =>
  mergeAll(readBytes(transcriptReader, linesOf(...rows)).events);
const ID = { id: 'msg_01aaaaaaaaaaaaaaaaaaaaaa' };

describe('version 1.0', () => {
  it('counts each response once: the row with the greatest output, never the sum of its rows', () => {
    const { calls, issues } = readRoot(claudeCode, old);
    expect(totalsOf(calls)).toMatchObject({
      calls: 23,
      input: 803,
      output: 4183,
      cacheRead: 307567,
      cacheWrite5m: 31788,
    });
    expect(issues).toEqual([]);
  });

  it('takes rows without a stop reason for estimates', () => {
    const session = readRoot(claudeCode, old).calls.filter((call) => call.session?.startsWith('e9f146fa'));
    expect(new Set(session.map((call) => call.confidence))).toEqual(new Set(['estimated']));
  });
});

describe('version 2.1', () => {
  const { calls, issues, declared } = readRoot(claudeCode, current);
  const session = (id: string) => calls.filter((call) => call.session?.startsWith(id));

  it('gives the totals that the upstream sent', () => {
    expect(totalsOf(calls)).toMatchObject({
      calls: 30,
      input: 1014,
      output: 2893,
      reasoning: 370,
      cacheRead: 255791,
      cacheWrite5m: 163503,
      cacheWrite1h: 7502,
    });
    expect(issues).toEqual([]);
  });

  it('leaves copied rows with the session they were copied from', () => {
    expect(totalsOf(session('942e8485'))).toMatchObject({ calls: 7, input: 33, output: 521 });
    expect(totalsOf(session('bfd76547'))).toMatchObject({ calls: 2, input: 14, output: 145 });
  });

  it("takes what a fork inherited off what its cost-state declares, and nothing off its parent's", () => {
    const last = (id: string) => declared.filter((usage) => usage.session.startsWith(id)).at(-1);
    expect(last('bfd76547')?.tokens).toMatchObject({
      input: 14,
      output: 145,
      cacheRead: 13034,
      cacheWrite5m: 13162,
    });
    expect(last('bfd76547')?.reportedCostNanoUsd).toBeUndefined();
    expect(last('942e8485')?.tokens).toMatchObject({
      input: 36,
      output: 590,
      cacheRead: 51094,
      cacheWrite5m: 53504,
    });
    expect(last('942e8485')?.reportedCostNanoUsd).toBe(289_682_800);
  });

  it("counts subagents in their parent's session, under their type", () => {
    const agents = session('264b943e').filter((call) => call.agent !== undefined);
    expect(agents.map((call) => [call.agent, call.model])).toEqual(
      Array(3).fill(['general-purpose', 'claude-haiku-5-5']),
    );
    expect(session('264b943e')).toHaveLength(5);
  });

  it("knows a forked subagent's copy of its parent's last row for the parent's own call", () => {
    const own = session('eb6c9140');
    expect(totalsOf(own)).toMatchObject({ calls: 6, output: 190 });
    expect(own.filter((call) => call.agent === 'fork')).toHaveLength(2);
  });

  it('counts an advisor beside the answer that it advised, under its own model', () => {
    const [advisor] = session('c4145cab').filter((call) => call.model === 'claude-opus-4-7');
    expect(advisor?.tokens).toMatchObject({ input: 823, output: 1612 });
    expect(advisor?.keys).toEqual([
      'anthropic:msg_01zn4ZFZehFfP9sVBMH5QYmN:advisor:1',
      'anthropic:request:req_011eyCcWjyDuGxf11AUHZDtX:advisor:1',
    ]);
    expect(session('c4145cab').reduce((sum, call) => sum + (call.webSearches ?? 0), 0)).toBe(2);
  });

  it('marks an answer that was cut off', () => {
    const cut = calls.filter((call) => call.status === 'aborted');
    expect(cut.map(({ confidence, tokens }) => [confidence, tokens.output])).toEqual([['estimated', 1]]);
  });

  it('gives the same calls whatever the chunks, and in any order and repetition of the files', () => {
    const files = [...claudeCode.discover(current, nodeFs)];
    const sorted = (found: typeof calls) =>
      [...found].sort((a, b) => (a.keys.join() < b.keys.join() ? -1 : 1));
    const any = fc
      .array(fc.constantFrom(...files), { maxLength: 4 })
      .chain((more) => fc.shuffledSubarray([...files, ...more], { minLength: files.length + more.length }));
    fc.assert(
      fc.property(any, fc.integer({ min: 900, max: 60_000 }), (order, chunkBytes) => {
        expect(sorted(readFiles(claudeCode, order, { chunkBytes }).calls)).toEqual(sorted(calls));
      }),
      { numRuns: 12 },
    );
  });
});

describe('identity', () => {
  const replay = { sessionId: 's1', isSidechain: true, requestId: 'req_2' };

  it('needs nothing but the id where that is unique in the world, as a gateway would', () => {
    expect(callsOf(answer()).map((call) => call.keys)).toEqual([['anthropic:msg_01aaaaaaaaaaaaaaaaaaaaaa']]);
    expect(callsOf(answer(), answer(replay), answer({ requestId: 'req_3' }))).toHaveLength(1);
  });

  it('tells repeated ids of compatible servers apart by their requests, but not from a side chain that replays them', () => {
    const short = { id: 'msg_1' };
    expect(callsOf(answer({}, short), answer({ requestId: 'req_2' }, short))).toHaveLength(2);
    expect(callsOf(answer({}, short), answer(replay, short))).toHaveLength(1);
    expect(
      callsOf(answer(replay, short), answer({}, short), answer({ requestId: 'req_3' }, short)),
    ).toHaveLength(2);
  });

  it('takes the first time where a short id has no request, so that rows of one answer stay together', () => {
    const at = (second: number, id: string, output: number) =>
      answer(
        { requestId: undefined, timestamp: `2026-10-01T09:00:0${second}.000Z` },
        { id },
        { output_tokens: output },
      );
    const rows = [
      at(1, 'a', 1),
      at(2, 'a', 9),
      at(3, 'b', 5),
      at(4, 'c', 5),
      at(5, 'd', 5),
      at(6, 'e', 5),
      at(7, 'a', 4),
    ];
    expect(callsOf(...rows).map((call) => [call.startedAt % 60_000, call.tokens.output])).toEqual([
      [1000, 9],
      [3000, 5],
      [4000, 5],
      [5000, 5],
      [6000, 5],
      [7000, 4],
    ]);
  });

  it('falls back to the row where a response has no id', () => {
    const none = { id: undefined };
    const rows = [
      answer({}, none),
      answer({}, none),
      answer({ uuid: 'row-2' }, none),
      answer({ uuid: undefined }, none),
    ];
    expect(callsOf(...rows).map((call) => call.keys[0])).toEqual([
      'claude-code:634c9b3c-4f00-4810-96eb-de17a2d7ee01',
      'claude-code:s1:row-2',
      expect.stringMatching(/^claude-code:\d+:claude-opus-4-6:3\.100\./),
    ]);
  });

  it('keeps the first time of an answer when its rows come in two imports', () => {
    const first = answer({}, { stop_reason: null }, { output_tokens: 1 });
    const second = answer({ timestamp: '2026-10-01T09:00:30.000Z' });
    for (const chunkBytes of [linesOf(first).length, 5000]) {
      const { events } = readBytes(transcriptReader, linesOf(first, second), { chunkBytes });
      expect(events.at(-1)).toMatchObject({
        startedAt: Date.UTC(2026, 9, 1, 9, 0, 0, 120),
        tokens: { output: 7 },
      });
    }
  });
});

describe('what is no call', () => {
  it('drops rows that the program made up, and rows without usage', () => {
    const zero = {
      input_tokens: 0,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 0,
    };
    expect(
      callsOf(answer({}, { model: '<synthetic>' }), answer({ isApiErrorMessage: true }, {}, zero)),
    ).toEqual([]);
  });

  it("does not take a tool result's usage for a call", () => {
    const result = {
      type: 'user',
      message: { role: 'user', content: [] },
      toolUseResult: { usage: { input_tokens: 9 } },
    };
    expect(callsOf(answer(result))).toEqual([]);
  });
});

describe('fields', () => {
  it('splits cache writes by time to live, and leaves what the split does not name at 5 minutes', () => {
    const writes = (usage: object) => {
      const { cacheWrite5m, cacheWrite1h } = callsOf(answer({}, {}, usage))[0]?.tokens ?? {};
      return [cacheWrite5m, cacheWrite1h];
    };
    expect(writes({})).toEqual([20, undefined]);
    expect(
      writes({ cache_creation: { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 6 } }),
    ).toEqual([14, 6]);
    expect(
      writes({ cache_creation: { ephemeral_5m_input_tokens: 30, ephemeral_1h_input_tokens: 6 } }),
    ).toEqual([30, 6]);
    expect(writes({ cache_creation_input_tokens: undefined })).toEqual([undefined, undefined]);
  });

  it('reads tier, speed, region, batch, searches and the cost of old builds', () => {
    const usage = {
      service_tier: 'priority',
      speed: 'fast',
      inference_geo: 'us',
      server_tool_use: { web_search_requests: 3 },
    };
    expect(callsOf(answer({ costUSD: 0.5 }, {}, usage))[0]).toMatchObject({
      serviceTier: 'priority',
      speed: 'fast',
      region: 'us',
      webSearches: 3,
      reportedCostNanoUsd: 500_000_000,
    });
    expect(callsOf(answer({}, {}, { service_tier: 'batch' }))[0]).toMatchObject({ batch: true });
  });

  it('tells the provider by the shape of ids and names', () => {
    const providerOf = (message: object) => callsOf(answer({}, message))[0]?.provider;
    expect(providerOf({})).toBe('anthropic');
    expect(providerOf({ model: 'us.anthropic.claude-opus-4-6-v1:0' })).toBe('bedrock');
    expect(
      providerOf({
        model: 'arn:aws:bedrock:us-east-1:1:inference-profile/us.anthropic.claude-opus-4-6-v1:0',
      }),
    ).toBe('bedrock');
    expect(providerOf({ id: 'msg_bdrk_01aaaaaaaaaaaaaaaaaaaaaa' })).toBe('bedrock');
    expect(providerOf({ model: 'claude-opus-4-6@20260101' })).toBe('vertex');
    expect(providerOf({ model: 'glm-4.6' })).toBe('zai');
    expect(providerOf({ model: 'kimi-k2' })).toBe('moonshot');
    expect(providerOf({ model: 'anthropic/claude-opus-4-6' })).toBe('openrouter');
  });

  it('reads what old builds wrote while a subagent was streaming', () => {
    const { message, requestId, timestamp } = answer() as {
      message: object;
      requestId: string;
      timestamp: string;
    };
    const progress = {
      type: 'progress',
      sessionId: 's1',
      cwd: '/w/app',
      data: { type: 'agent_progress', message: { type: 'assistant', timestamp, requestId, message } },
    };
    expect(callsOf(progress, answer())).toHaveLength(1);
    expect(callsOf(progress)[0]).toMatchObject({
      session: 's1',
      project: '/w/app',
      keys: [`anthropic:${ID.id}`],
    });
  });
});

describe('bad input', () => {
  const read = (text: string | Uint8Array) => readBytes(transcriptReader, text);

  it('accepts a BOM, CRLF, blank lines and invalid UTF-8, and leaves a torn last line for later', () => {
    const line = JSON.stringify(answer({ cwd: '/w/a' }));
    const broken = Buffer.from(
      `\ufeff\r\n${line}\r\n\n${line.replace('/w/a', '/w/b').replace('aaaaaaaa', 'bbbbbbbb')}\n${line.slice(0, 300)}`,
    );
    broken[broken.indexOf('/w/b') + 3] = 0xff;
    const { events, issues } = read(broken);
    expect(events.map((event) => event.project)).toEqual(['/w/a', '/w/\ufffd']);
    expect(issues).toEqual([]);
  });

  it('goes on after a line that is no JSON, naming its place', () => {
    const text = `${linesOf(answer())}{"type":"assistant","message":{"id":"x\n${linesOf(answer({}, { id: 'msg_01bbbbbbbbbbbbbbbbbbbbbb' }))}`;
    const { events, issues } = read(text);
    expect(events).toHaveLength(2);
    expect(issues).toMatchObject([{ code: 'BAD_JSON', at: linesOf(answer()).length }]);
  });

  it('keeps the other counts of a call when one cannot be used', () => {
    const { events, issues } = read(
      linesOf(answer({}, {}, { input_tokens: '12', cache_read_input_tokens: -5, output_tokens: 1e15 })),
    );
    expect(events[0]?.tokens).toEqual({ input: 12, cacheWrite5m: 20 });
    expect(issues.map((issue) => issue.detail)).toEqual(['cache_read_input_tokens', 'output_tokens']);
  });

  it('skips a call without a readable time, and keeps one without a model', () => {
    const { events, issues } = read(
      linesOf(
        answer(),
        answer({ timestamp: 'yesterday' }, { id: 'a' }),
        answer({}, { id: 'b', model: undefined }),
      ),
    );
    expect(events.map((event) => event.model)).toEqual(['claude-opus-4-6', 'unknown']);
    expect(issues.map((issue) => issue.code)).toEqual(['BAD_TIMESTAMP', 'MISSING_MODEL']);
  });
});

describe('privacy', () => {
  it('keeps no text of the conversation, nor of a description, in events, issues or state', () => {
    const canary = 'CANARY';
    const row = answer(
      { toolUseResult: canary, description: canary },
      { content: [{ type: 'text', text: canary }] },
      { iterations: [{ type: canary }] },
    );
    const { events, issues, state, declared } = readBytes(
      transcriptReader,
      linesOf(row, { type: 'summary', summary: canary }, row),
    );
    expect(events).toHaveLength(1);
    expect(JSON.stringify({ events, issues, declared }) + state).not.toContain(canary);
  });

  it('keeps the state small', () => {
    const rows = Array.from({ length: 500 }, (_, i) =>
      answer({ requestId: `req_${i}` }, { id: `short-${i}` }),
    );
    expect(readBytes(transcriptReader, linesOf(...rows)).state.length).toBeLessThan(5_000);
  });
});

describe('where the files lie', () => {
  it('lets CLAUDE_CONFIG_DIR replace the defaults, also by several folders', () => {
    expect(claudeCode.roots(testEnv('/home/dev', { CLAUDE_CONFIG_DIR: '/a, ~/b' }))).toEqual([
      '/a',
      '/home/dev/b',
    ]);
    expect(claudeCode.roots(testEnv('/home/dev')).slice(0, 2)).toEqual([
      '/home/dev/.claude',
      '/home/dev/.config/claude',
    ]);
    expect(claudeCode.roots(testEnv('/home/dev', { XDG_CONFIG_HOME: '/x' }))).toContain('/x/claude');
  });

  it('finds sessions and subagents, and reads names but no prose from the sidecar', () => {
    const files = [...claudeCode.discover(current, nodeFs)];
    expect(files).toHaveLength(8);
    expect(files.flatMap((file) => (file.context === null ? [] : [file.context]))).toEqual(
      expect.arrayContaining([{ agent: 'fork' }, { agent: 'general-purpose' }]),
    );
    expect([...claudeCode.discover(join(current, 'nowhere'), nodeFs)]).toEqual([]);
    expect([...claudeCode.discover(testdata, nodeFs)]).toHaveLength(11);
  });

  it('knows its own lines by their content', () => {
    const head = (lines: readonly object[]) => ({
      path: 'x',
      bytes: new Uint8Array(),
      lines: lines as never,
      document: undefined,
      tables: undefined,
    });
    expect(claudeCode.recognises(head([{ type: 'mode', sessionId: 's' }, answer()]))).toBe(true);
    expect(claudeCode.recognises(head([{ type: 'session', version: 3, cwd: '/' }]))).toBe(false);
    expect(
      claudeCode.recognises(head([{ uuid: 'u', sessionId: 's', parentUuid: null, usageMetadata: {} }])),
    ).toBe(false);
  });
});
