import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, Output } from '../source.ts';
import type { Dialect, Surroundings } from './dialect.ts';
import { transcriptLines } from './transcript-lines.ts';

const OPENCLAW: Dialect = {
  source: 'openclaw',
  cronTurns: true,
  failedCalls: true,
  doubtsCompletionsOutput: true,
};
const PI: Dialect = { source: 'pi', cronTurns: false, failedCalls: false, doubtsCompletionsOutput: false };
const T = Date.parse('2026-03-01T10:00:00.000Z');

type Fields = Record<string, unknown>;

const header = (fields: Fields = {}): Fields => ({
  type: 'session',
  version: 3,
  id: 'session-1',
  timestamp: new Date(T).toISOString(),
  cwd: '/w',
  ...fields,
});
const usage = (fields: Fields = {}): Fields => ({
  input: 10,
  output: 20,
  cacheRead: 300,
  cacheWrite: 40,
  totalTokens: 370,
  cost: { total: 0.0125 },
  ...fields,
});
const answer = (fields: Fields = {}, entry: Fields = {}): Fields => ({
  type: 'message',
  id: 'aaaaaaaa',
  parentId: null,
  timestamp: new Date(T + 2_000).toISOString(),
  message: {
    role: 'assistant',
    content: [],
    api: 'anthropic-messages',
    provider: 'anthropic',
    model: 'claude-opus-4-6',
    usage: usage(),
    stopReason: 'stop',
    timestamp: T,
    ...fields,
  },
  ...entry,
});
const prompt = (id: string, content: unknown, message: Fields = {}): Fields => ({
  type: 'message',
  id,
  parentId: null,
  timestamp: new Date(T).toISOString(),
  message: { role: 'user', content, ...message },
});

const read = (
  text: string | readonly Fields[],
  dialect: Dialect = OPENCLAW,
  options: { around?: Partial<Surroundings>; chunk?: number; newline?: string } = {},
) => {
  const bytes = Buffer.from(
    typeof text === 'string'
      ? text
      : text.map((line) => JSON.stringify(line) + (options.newline ?? '\n')).join(''),
  );
  const reader = transcriptLines(dialect, () => ({ app: 'app', ...options.around }));
  const file = { path: '/t.jsonl', context: null as Json, modifiedAt: 0 };
  const events: Parameters<Output['event']>[0][] = [];
  const issues: [at: number, code: string, detail?: string][] = [];
  const out: Output = {
    event: (event) => events.push(event),
    issue: (at, code, detail) => issues.push(detail === undefined ? [at, code] : [at, code, detail]),
    declare: () => {},
    cronJob: () => {},
    inflateZstd: () => undefined,
  };
  let state = reader.start(file);
  const step = options.chunk ?? bytes.length;
  let start = 0;
  for (let end = step; ; end += step) {
    start += reader.read(bytes.subarray(start, Math.min(end, bytes.length)), start, state, file, out);
    state = JSON.parse(JSON.stringify(state));
    if (end >= bytes.length) break;
  }
  return { events, issues, state };
};
const only = (lines: readonly Fields[], dialect?: Dialect) => read(lines, dialect).events[0];

describe('an answer', () => {
  it('is one call: disjoint counts, start and latency, the session of the header', () => {
    expect(read([header(), answer()])).toMatchObject({
      issues: [],
      events: [
        {
          app: 'app',
          session: 'session-1',
          project: '/w',
          provider: 'anthropic',
          model: 'claude-opus-4-6',
          tokens: { input: 10, output: 20, cacheRead: 300, cacheWrite: 40 },
          reportedCostNanoUsd: 12_500_000,
          startedAt: T,
          latencyMs: 2_000,
          originAt: T,
          status: 'ok',
          stopReason: 'stop',
          capture: 'log',
          confidence: 'exact',
        },
      ],
    });
  });

  it('is dated by its line where the message has no time, and is no call without any', () => {
    expect(only([header(), answer({ timestamp: undefined })])?.startedAt).toBe(T + 2_000);
    const none = read([header(), answer({ timestamp: 'soon' }, { timestamp: '5' })]);
    expect([none.events, none.issues.map(([, code]) => code)]).toEqual([[], ['BAD_TIMESTAMP']]);
  });

  it('has the model that was chosen last where it names none, and is not lost where none was', () => {
    const change = { type: 'model_change', id: 'm', provider: 'openai', modelId: 'gpt-5' };
    const nameless = { provider: undefined, model: undefined };
    expect(only([header(), change, answer(nameless)])).toMatchObject({ provider: 'openai', model: 'gpt-5' });
    const snapshot = {
      type: 'custom',
      customType: 'model-snapshot',
      data: { provider: 'ollama', modelId: 'q' },
    };
    expect(only([header(), snapshot, answer(nameless)])).toMatchObject({ provider: 'ollama', model: 'q' });
    const unknown = read([header(), answer(nameless)]);
    expect(unknown.events[0]).toMatchObject({ model: 'unknown', tokens: { output: 20 } });
    expect(unknown.issues.map(([, code]) => code)).toEqual(['MISSING_MODEL']);
  });

  it('names the model that answered when it is another', () => {
    expect(only([header(), answer({ responseModel: 'claude-opus-4-6-20260101' })])?.modelAnswered).toBe(
      'claude-opus-4-6-20260101',
    );
    expect(only([header(), answer({ responseModel: 'claude-opus-4-6' })])).not.toHaveProperty(
      'modelAnswered',
    );
  });

  it('counts on abandoned branches too: they were billed', () => {
    const branches = [answer({}, { id: 'b', parentId: 'a' }), answer({}, { id: 'c', parentId: 'a' })];
    expect(read([header(), ...branches]).events).toHaveLength(2);
  });
});

describe('counts', () => {
  const tokens = (fields: Fields) => {
    const { events, issues } = read([header(), answer({ usage: usage(fields) })]);
    return { tokens: events[0]?.tokens, issues: issues.map(([, code, detail]) => `${code} ${detail}`) };
  };

  it('take the hour-long part out of the cache writes, of which it is a subset', () => {
    expect(tokens({ cacheWrite1h: 15 }).tokens).toEqual({
      input: 10,
      output: 20,
      cacheRead: 300,
      cacheWrite5m: 25,
      cacheWrite1h: 15,
    });
    expect(tokens({ cacheWrite1h: 50 })).toMatchObject({
      tokens: { cacheWrite5m: 0, cacheWrite1h: 40 },
      issues: ['COUNTS_DISAGREE cacheWrite1h'],
    });
  });

  it('leave reasoning where it is, inside output, under either name', () => {
    expect(tokens({ reasoning: 7 }).tokens).toMatchObject({ output: 20, reasoning: 7 });
    expect(tokens({ reasoningTokens: 7 }).tokens).toMatchObject({ output: 20, reasoning: 7 });
  });

  it('ignore the size of the context, which is no usage', () => {
    const contextUsage = { state: 'available', promptTokens: 9_999, totalTokens: 9_999 };
    expect(tokens({ contextUsage }).tokens).toEqual(tokens({}).tokens);
  });

  it('are read under the names of other providers, and at the top of the entry', () => {
    const foreign = { prompt_tokens: 10, completion_tokens: 20 };
    expect(only([header(), answer({ usage: foreign })])?.tokens).toEqual({ input: 10, output: 20 });
    expect(only([header(), answer({ usage: undefined }, { usage: foreign })])?.tokens).toEqual({
      input: 10,
      output: 20,
    });
  });

  it('take the cached part out of an input that includes it, which the total gives away', () => {
    expect(tokens({ input: 350, totalTokens: 370 }).tokens).toMatchObject({ input: 10, cacheRead: 300 });
    expect(tokens({ input: 300, totalTokens: 320 })).toMatchObject({
      tokens: { input: 0 },
      issues: ['COUNTS_DISAGREE input'],
    });
  });

  it('that cannot be are left out and said', () => {
    expect(tokens({ input: '10', output: -1, cacheRead: 1e300, cacheWrite: 0.5 })).toEqual({
      tokens: { input: 10 },
      issues: ['BAD_NUMBER output', 'BAD_NUMBER cacheRead', 'BAD_NUMBER cacheWrite'],
    });
  });
});

describe('a cost', () => {
  const cost = (value: unknown) => only([header(), answer({ usage: usage({ cost: value }) })]);

  it('of 0 says that no price is known: not reported', () => {
    expect(cost({ total: 0 })).not.toHaveProperty('reportedCostNanoUsd');
    expect(cost({ total: -1 })).not.toHaveProperty('reportedCostNanoUsd');
    expect(cost(undefined)).not.toHaveProperty('reportedCostNanoUsd');
  });

  it('that the provider billed is marked as such', () => {
    expect(cost({ total: 1, totalOrigin: 'provider-billed' })).toMatchObject({
      reportedCostNanoUsd: 1_000_000_000,
      tags: { 'cost-origin': 'provider-billed' },
    });
    expect(cost({ total: 1, totalOrigin: 'x' })).not.toHaveProperty('tags');
  });
});

describe('rows that are no calls', () => {
  const nothing = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0, totalTokens: 0 };

  it('are those that OpenClaw wrote itself', () => {
    const own = [
      answer({ provider: 'openclaw', model: 'delivery-mirror' }),
      answer({ provider: 'openclaw', model: 'gateway-injected' }),
      answer({ api: 'openclaw-transcript' }),
      answer({ provider: undefined, model: undefined, stopReason: 'injected', usage: nothing }),
    ];
    expect(read([header(), ...own])).toMatchObject({ events: [], issues: [] });
  });

  it('are answers without usage, and other types, known or not', () => {
    const rows = [
      answer({ usage: nothing }),
      answer({ usage: undefined }),
      { type: 'compaction', id: 'c', tokensBefore: 5_445 },
      { type: 'custom', customType: 'openclaw.cache-ttl', data: { usage: usage() } },
      { type: 'future_thing', usage: usage() },
      {
        type: 'message',
        id: 'r',
        message: { role: 'toolResult', usage: usage(), content: '"usage":{"input":1}' },
      },
      { type: 'message', id: 'u', message: { role: 'user', content: '{"usage":{"input":5,"output":5}}' } },
    ];
    expect(read([header(), ...rows])).toMatchObject({ events: [], issues: [] });
  });
});

describe('calls that failed', () => {
  const nothing = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  const failed = (fields: Fields) => answer({ usage: nothing, stopReason: 'error', ...fields });

  it('count in OpenClaw when an upstream refused them', () => {
    expect(only([header(), failed({ errorMessage: '429 slow down' })])).toMatchObject({
      status: 'error',
      httpStatus: 429,
      tokens: nothing,
    });
    expect(only([header(), failed({ errorCode: '503', errorType: 'overloaded_error' })])).toMatchObject({
      httpStatus: 503,
      errorType: 'overloaded_error',
    });
  });

  it('do not when the request reached nobody', () => {
    expect(read([header(), failed({ errorMessage: 'fetch failed' })]).events).toEqual([]);
    expect(read([header(), failed({ errorMessage: '4000 tokens is too much' })]).events).toEqual([]);
  });

  it('do not in pi, which logs each attempt', () => {
    expect(read([header(), failed({ errorMessage: '429 slow down' })], PI).events).toEqual([]);
  });

  it('count with what was used when they broke off later', () => {
    expect(only([header(), answer({ stopReason: 'error' })])).toMatchObject({
      status: 'error',
      tokens: { output: 20 },
    });
  });

  it('that a person cut before the usage came have unknown counts, not 0', () => {
    for (const dialect of [OPENCLAW, PI]) {
      const cut = only([header(), answer({ usage: nothing, stopReason: 'aborted' })], dialect);
      expect(cut).toMatchObject({ status: 'aborted', tokens: {}, confidence: 'estimated' });
      expect(cut?.tokens).toEqual({});
    }
  });

  it('keep no word of what went wrong', () => {
    const secret = 'CANARY in a sentence';
    const { events, state } = read([
      header(),
      failed({ errorMessage: `400 ${secret}`, errorType: secret, errorBody: secret, stopReason: 'error' }),
      prompt('u', secret),
      answer({ content: [{ type: 'text', text: secret }], stopReason: secret }, { summary: secret }),
    ]);
    expect(events).toHaveLength(2);
    expect(JSON.stringify([events, state])).not.toContain('CANARY');
  });
});

describe('a compaction', () => {
  const compaction = { type: 'compaction', id: 'c', timestamp: new Date(T).toISOString(), usage: usage() };

  it('that reports usage is a call of the model in use', () => {
    const switched = { type: 'model_change', id: 'm', provider: 'openai', modelId: 'gpt-5' };
    expect(read([header(), answer(), compaction], PI).events[1]).toMatchObject({ model: 'claude-opus-4-6' });
    expect(read([header(), answer(), switched, compaction], PI).events[1]).toMatchObject({
      provider: 'openai',
      model: 'gpt-5',
      startedAt: T,
    });
  });
});

describe('identity', () => {
  const keys = (fields: Fields, entry?: Fields) => only([header(), answer(fields, entry)])?.keys ?? [];

  it('is the provider’s id where that is a genuine one, besides the row’s own key', () => {
    expect(keys({ responseId: 'msg_01XFDUDYJgAACzvnptvVoYEL' })).toEqual([
      'anthropic:msg_01XFDUDYJgAACzvnptvVoYEL',
      `transcript:aaaaaaaa:${T}:anthropic:claude-opus-4-6:10:20:300:40`,
    ]);
    expect(keys({ responseId: 'resp_0123456789abcdef0123456789abcdef' })[0]).toMatch(/^openai:resp_/);
    expect(keys({ responseId: 'chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG' })[0]).toMatch(/^openai:chatcmpl-/);
  });

  it('is never an id that a mock or a proxy may give twice', () => {
    for (const responseId of ['msg_mock_12', 'chatcmpl-mock-1', 'resp_1', 'x'.repeat(64), 7])
      expect(keys({ responseId })).toHaveLength(1);
  });

  it('is never the entry’s 8 digits alone: another time, model or count makes another call', () => {
    const all = [
      keys({}),
      keys({ timestamp: T + 1 }),
      keys({ model: 'claude-haiku-4-5' }),
      keys({ provider: 'bedrock' }),
      keys({ usage: usage({ output: 21 }) }),
      keys({}, { id: 'bbbbbbbb' }),
    ];
    expect(new Set(all.flat()).size).toBe(all.length);
  });

  it('outlives the copying of a row into a fork, which knows its parent by path or by row', () => {
    const parents = [
      ['/s/--w--/2026-03-01T10-00-00-000Z_parent-1.jsonl', 'parent-1'],
      ['/s/parent-2.jsonl', 'parent-2'],
      ['sqlite:main:parent-3:/s/openclaw-agent.sqlite', 'parent-3'],
    ];
    for (const [parentSession, id] of parents) {
      const fork = only([
        header({ id: 'fork', parentSession, timestamp: new Date(T + 9_000).toISOString() }),
        answer(),
      ]);
      expect(fork).toMatchObject({ session: 'fork', parentSession: id, originAt: T + 9_000 });
      expect(fork?.keys).toEqual(keys({}));
    }
  });

  it('keeps the first header: a later one is a copied line', () => {
    expect(only([header(), header({ id: 'other' }), answer()])?.session).toBe('session-1');
  });
});

describe('scheduled jobs', () => {
  const turn = (id: string, parentId: string) => answer({}, { id, parentId });

  it('own the turn that their prompt began, over tools and notes, and no other turn', () => {
    const { events } = read([
      header(),
      prompt('u1', [{ type: 'text', text: '[cron:job-1 Morning brief] x' }]),
      turn('a1', 'u1'),
      { type: 'message', id: 't1', parentId: 'a1', message: { role: 'toolResult', content: 'x' } },
      { type: 'custom', id: 'n1', parentId: 't1', customType: 'openclaw.cache-ttl' },
      turn('a2', 'n1'),
      { ...prompt('u2', 'x'), parentId: 'a2' },
      turn('a3', 'u2'),
      // A person goes on from the job's answer on another branch, later in the file.
      turn('a4', 'a1'),
    ]);
    expect(events.map((event) => event.cron)).toEqual(['job-1', 'job-1', undefined, 'job-1']);
  });

  it('are known by provenance, or by the session that is theirs', () => {
    const provenance = { kind: 'internal_system', sourceTool: 'cron', jobId: 'job-2', runId: 'r' };
    expect(read([header(), prompt('u', 'x', { provenance }), turn('a', 'u')]).events[0]?.cron).toBe('job-2');
    expect(read([header(), turn('a', 'u')], OPENCLAW, { around: { cron: 'job-3' } }).events[0]?.cron).toBe(
      'job-3',
    );
  });

  it('are not taken from words inside a prompt, nor from pi', () => {
    expect(
      read([header(), prompt('u', 'about [cron:job-1 x]'), turn('a', 'u')]).events[0],
    ).not.toHaveProperty('cron');
    expect(read([header(), prompt('u', '[cron:job-1 x]'), turn('a', 'u')], PI).events[0]).not.toHaveProperty(
      'cron',
    );
  });

  it('keep few links, however long the turn', () => {
    const long = Array.from({ length: 600 }, (_, i) => turn(`a${i + 1}`, `a${i}`));
    const { events, state } = read([header(), prompt('a0', '[cron:job-1 x] x'), ...long]);
    expect(events.filter((event) => event.cron === 'job-1')).toHaveLength(600);
    expect(state.cronTurns.length).toBeLessThanOrEqual(256);
  });
});

describe('lines', () => {
  const lines = [
    header(),
    prompt('u1', '[cron:job-1 x] ü'),
    answer({}, { id: 'a1', parentId: 'u1' }),
    { type: 'model_change', id: 'm', parentId: 'a1', provider: 'p', modelId: 'q' },
    answer(
      { provider: undefined, model: undefined, usage: usage({ output: '21' }) },
      { id: 'a2', parentId: 'm' },
    ),
    { type: 'compaction', id: 'c', timestamp: T, usage: usage({ output: 5 }) },
  ];

  it('may end in CRLF and begin with a BOM', () => {
    const text = `\ufeff${lines.map((line) => `${JSON.stringify(line)}\r\n`).join('')}\r\n\n`;
    expect(read(text)).toEqual(read(lines, OPENCLAW, { newline: '\n' }));
  });

  it('that are torn wait for their end, and broken ones are said with their place', () => {
    const whole = `${JSON.stringify(header())}\n`;
    const torn = `${whole}${JSON.stringify(answer()).slice(0, -20)}`;
    expect(read(torn)).toMatchObject({ events: [], issues: [] });
    expect(read(`${torn}\n${JSON.stringify(answer())}\n`)).toMatchObject({
      events: [{ session: 'session-1' }],
      issues: [[Buffer.byteLength(whole), 'BAD_JSON']],
    });
    // Also where nothing shows that a call may be lost.
    expect(read('{"type":"mess\n').issues).toEqual([[0, 'BAD_JSON']]);
  });

  it('may hold anything: invalid UTF-8, odd types, keys of the prototype', () => {
    const odd = '{"type":"message","id":{},"message":{"role":"assistant","usage":[],"session":1}}\n';
    const bad = `${odd}null\n"usage"\n[1,"usage"]\n{"__proto__":{"type":"session"},"type":"message","usage":{"input":1}}\n`;
    expect(read(bad)).toMatchObject({ events: [], issues: [] });
    const invalid = Buffer.concat([
      Buffer.from('{"type":"session","id":"'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('"}\n'),
    ]);
    expect(() => read(invalid.toString('latin1'))).not.toThrow();
  });

  it('give the same calls however they are cut into chunks', () => {
    const expected = read(lines);
    expect(expected.events).toHaveLength(3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (chunk) => {
        expect(read(lines, OPENCLAW, { chunk })).toEqual(expected);
      }),
    );
  });

  it('of any JSON at all never throw, and give calls with whole, disjoint counts', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ usage: fc.jsonValue(), message: fc.jsonValue() })),
        fc.jsonValue(),
        (rows, value) => {
          const entries = rows.map((row) =>
            answer({ usage: row.usage, responseId: value }, { message2: row.message }),
          );
          for (const event of read([header(), ...entries]).events)
            for (const count of Object.values(event.tokens))
              expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        },
      ),
    );
  });

  it('that are too long to hold are passed over when their first bytes say that they are no answer', () => {
    const reader = transcriptLines(OPENCLAW, () => ({ app: 'app' }));
    const skips = (line: unknown) => reader.skippable?.(Buffer.from(JSON.stringify(line)));
    expect(skips(prompt('u', 'x'))).toBe(true);
    expect(skips({ type: 'message', message: { role: 'toolResult', content: 'x' } })).toBe(true);
    expect(skips(answer())).toBe(false);
    expect(skips(answer({ content: [{ type: 'text', text: '"role":"user"' }] }))).toBe(false);
  });
});
