import { Buffer } from 'node:buffer';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  expectNoTextComesOut,
  expectSameInAnyReading,
  folderWith,
  readVersions,
} from '../../test/any-reading.ts';
import { nodeFs, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import { cline } from './source.ts';

const cli = join(import.meta.dirname, 'testdata/cli');
const extension = join(import.meta.dirname, 'testdata/extension');
const NAMED = [
  'id',
  'sessionId',
  'role',
  'modelId',
  'providerId',
  'provider',
  'family',
  'cwd',
  'type',
  'say',
  'text',
];

const TASK = 'tasks/1790850000000';
const TS = 1_790_850_000_000;

interface Counts {
  readonly tokensIn?: unknown;
  readonly tokensOut?: unknown;
  readonly cacheWrites?: unknown;
  readonly cacheReads?: unknown;
  readonly cost?: unknown;
  readonly apiProtocol?: string;
  readonly cancelReason?: string;
}
const say = (ts: unknown, counts: Counts, more: object = {}) => ({
  ts,
  type: 'say',
  say: 'api_req_started',
  text: JSON.stringify({ request: 'x', ...counts }),
  ...more,
});
const counts = { tokensIn: 100, tokensOut: 50, cacheWrites: 5, cacheReads: 10, cost: 0.0025 };
const sonnet = { modelInfo: { modelId: 'claude-sonnet-4-5', providerId: 'anthropic' } };
const readTask = (rows: readonly unknown[], more: Record<string, unknown> = {}) => {
  const files = { [`${TASK}/ui_messages.json`]: rows, ...more };
  return readRoot(
    cline,
    folderWith(
      Object.fromEntries(Object.entries(files).map(([path, value]) => [path, JSON.stringify(value)])),
    ),
  );
};

describe('Cline CLI 3.x', () => {
  it('takes cache reads and writes out of the input', () => {
    const read = readRoot(cline, cli);
    expect(totalsOf(read.calls)).toMatchObject(CLI_TOTALS);
    expect(read.issues).toEqual([]);
  });

  it('puts a subagent under its session, and knows the folder of work', () => {
    const calls = readRoot(cline, cli).calls.filter((call) => call.session === '1795316352636_esh8n');
    expect(calls.map((call) => call.agent)).toEqual([
      undefined,
      undefined,
      'agent_1795316353482_7kbxxq',
      'agent_1795316353482_7kbxxq',
    ]);
    expect(new Set(calls.map((call) => call.project))).toEqual(new Set(['/home/dev/project-0d91c1']));
  });

  it('knows a message that another session copied, and leaves it with the older one', () => {
    const message = {
      id: 'msg_1',
      role: 'assistant',
      ts: TS,
      modelInfo: { id: 'm', provider: 'p' },
      metrics: { inputTokens: 30, outputTokens: 5, cacheReadTokens: 10, cacheWriteTokens: 10, cost: 0.5 },
    };
    const session = (id: string) => ({
      [`sessions/${id}/${id}.messages.json`]: JSON.stringify({
        sessionId: id,
        messages: [message, { role: 'user' }],
      }),
    });
    const root = folderWith({ ...session('1795316352636_aaaaa'), ...session('1795316342007_bbbbb') });
    expect(readRoot(cline, root).calls).toMatchObject([
      {
        session: '1795316342007_bbbbb',
        tokens: { input: 10, cacheRead: 10, cacheWrite: 10, output: 5 },
        reportedCostNanoUsd: 500_000_000,
        provider: 'p',
      },
    ]);
  });

  it('cuts a cached part that is larger than the input, and says so', () => {
    const metrics = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 8, cacheWriteTokens: 8 };
    const message = { id: 'm', role: 'assistant', ts: TS, modelInfo: { id: 'm' }, metrics };
    const root = folderWith({
      'sessions/a/a.messages.json': JSON.stringify({ sessionId: 'a', messages: [message] }),
    });
    const read = readRoot(cline, root);
    expect(read.calls[0]?.tokens).toEqual({ input: 0, cacheRead: 8, cacheWrite: 2, output: 5 });
    expect(read.issues).toMatchObject([{ code: 'COUNTS_DISAGREE' }]);
  });
});

const CLI_TOTALS = { calls: 7, input: 8547, cacheRead: 26418, cacheWrite: 1030, output: 1373 };

describe('the extensions', () => {
  it('counts requests, deleted requests and subagents, and nothing that waits for its counts', () => {
    const read = readRoot(cline, extension);
    expect(totalsOf(read.calls)).toMatchObject({
      calls: 4,
      input: 343,
      cacheRead: 125,
      cacheWrite: 5,
      output: 160,
      reportedCostNanoUsd: 8_500_000,
    });
    expect(read.calls[0]).toMatchObject({
      app: 'cline',
      session: '1790850000000',
      project: '/home/dev/app',
      model: 'claude-sonnet-4-5',
      provider: 'anthropic',
      startedAt: 1_790_850_000_100,
      confidence: 'exact',
    });
    expect(read.issues).toEqual([]);
  });

  it.each([
    ['saoudrizwan.claude-dev', 'cline'],
    ['rooveterinaryinc.roo-cline', 'roo-code'],
    ['kilocode.kilo-code', 'kilo-code'],
  ])('tells the program from the folder of %s', (folder, app) => {
    const root = folderWith({
      [`${folder}/${TASK}/ui_messages.json`]: JSON.stringify([say(TS, counts, sonnet)]),
    });
    expect(readRoot(cline, root).calls.map((call) => call.app)).toEqual([app]);
    expect(readRoot(cline, join(root, folder)).calls.map((call) => call.app)).toEqual([app]);
  });

  it('takes tokensIn as without the cached tokens, and says where that is not certain', () => {
    const of = (apiProtocol: string) => readTask([say(TS, { ...counts, apiProtocol }, sonnet)]).calls[0];
    expect(of('anthropic')).toMatchObject({
      tokens: { input: 100, cacheRead: 10, cacheWrite: 5, output: 50 },
    });
    expect([of('anthropic')?.inclusion, of('openai')?.inclusion]).toEqual([undefined, 'assumed']);
  });

  it.each([
    ['user_cancelled', 'aborted'],
    ['streaming_failed', 'error'],
    [undefined, 'ok'],
  ])('says how it went: %s', (cancelReason, status) => {
    const reason = cancelReason === undefined ? {} : { cancelReason };
    expect(readTask([say(TS, { ...counts, ...reason }, sonnet)]).calls[0]?.status).toBe(status);
  });

  it('reads a time that is text', () => {
    expect(readTask([say(String(TS), counts, sonnet)]).calls[0]?.startedAt).toBe(TS);
  });
});

describe('the model of a request', () => {
  const details = (model: string) => ({
    role: 'user',
    content: [
      { type: 'text', text: `x <environment_details>\n<model>${model}</model>\n</environment_details>` },
    ],
  });

  it('is the last that the conversation named before it', () => {
    const history = [
      { ...details('claude-haiku-4-5'), ts: TS },
      { ...details('gpt-5.4'), ts: TS + 100 },
    ];
    const { calls } = readTask([say(TS + 50, counts), say(TS + 150, counts)], {
      [`${TASK}/api_conversation_history.json`]: history,
    });
    expect(calls.map((call) => [call.model, call.provider])).toEqual([
      ['claude-haiku-4-5', 'anthropic'],
      ['gpt-5.4', 'openai'],
    ]);
  });

  it('is not what somebody wrote into a message', () => {
    const history = [
      { role: 'user', content: '<model>written-by-a-person</model>' },
      { role: 'user', content: 'x <environment_details> <model>two words</model>' },
    ];
    const read = readTask([say(TS, counts)], { [`${TASK}/api_conversation_history.json`]: history });
    expect([read.calls[0]?.model, read.issues[0]?.code]).toEqual(['unknown', 'MISSING_MODEL']);
  });

  it('is what the task’s index says, where nothing else does', () => {
    const history = [
      { id: '1790850000000', task: 'x', modelId: 'gpt-5.4', cwdOnTaskInitialization: '/w/app', tokensIn: 9 },
    ];
    const { calls } = readTask([say(TS, counts)], { 'state/taskHistory.json': history });
    expect(calls).toMatchObject([{ model: 'gpt-5.4', project: '/w/app' }]);
  });

  it('knows Roo Code’s own index of a task', () => {
    const { calls } = readTask([say(TS, counts, sonnet)], {
      [`${TASK}/history_item.json`]: { id: '1790850000000', workspace: '/w/roo', task: 'x' },
    });
    expect(calls[0]?.project).toBe('/w/roo');
  });
});

describe('a file that is rewritten', () => {
  const root = folderWith({ [`${TASK}/ui_messages.json`]: '[]' });
  const [file] = cline.discover(root, nodeFs);
  const versions = (...rows: readonly (readonly unknown[])[]) =>
    readVersions(
      cline,
      file!,
      rows.map((version) => Buffer.from(JSON.stringify(version))),
    );
  const a = say(TS, { ...counts, tokensIn: 100, cost: 0.01 }, sonnet);
  const b = say(TS + 1, { tokensIn: 50, tokensOut: 7, cost: 0.02 }, sonnet);
  const deleted = (ts: number, more: Counts) => say(ts, more, { ...sonnet, say: 'deleted_api_reqs' });

  it('fills a row in that had no counts', () => {
    expect(versions([say(TS, {}, sonnet)], [a]).calls.map((call) => call.tokens.input)).toEqual([100]);
  });

  it('counts nothing twice when requests that were counted are deleted', () => {
    const read = versions([a, b], [a, deleted(TS + 9, { tokensIn: 50, tokensOut: 7, cost: 0.02 })]);
    expect(totalsOf(read.calls)).toMatchObject({
      calls: 2,
      input: 150,
      output: 57,
      reportedCostNanoUsd: 30_000_000,
    });
  });

  it('counts what was deleted before it was ever seen', () => {
    const read = versions([a, b], [a, deleted(TS + 9, { tokensIn: 90, tokensOut: 20, cost: 0.05 })]);
    expect(totalsOf(read.calls)).toMatchObject({
      calls: 3,
      input: 190,
      output: 70,
      reportedCostNanoUsd: 60_000_000,
    });
  });

  it('knows a sum of deleted requests that a later sum took in', () => {
    const first = deleted(TS + 9, { tokensIn: 50, tokensOut: 7 });
    const both = deleted(TS + 19, { tokensIn: 150, tokensOut: 57, cacheReads: 10, cacheWrites: 5 });
    expect(totalsOf(versions([a, b], [a, first], [both], [both]).calls)).toMatchObject({
      calls: 2,
      input: 150,
      output: 57,
    });
  });

  it('counts the whole sum where the requests were never seen', () => {
    const only = deleted(TS + 9, { tokensIn: 90, tokensOut: 20 });
    expect(versions([only], [only]).calls).toMatchObject([
      { tokens: { input: 90, output: 20 }, confidence: 'reconciled' },
    ]);
  });
});

describe('bad input', () => {
  it('reports what it cannot use and goes on', () => {
    const rows = [
      { ts: TS, type: 'say', say: 'api_req_started', text: '{"tokensIn":' },
      say(TS + 1, { tokensIn: -5, tokensOut: 3 }, sonnet),
      say('soon', counts, sonnet),
      say(TS + 2, { tokensIn: '7', tokensOut: 1 }, sonnet),
      null,
      'x',
    ];
    const read = readTask(rows);
    expect(read.calls.map((call) => call.tokens)).toEqual([{ output: 3 }, { input: 7, output: 1 }]);
    expect(read.issues.map((issue) => issue.code)).toEqual(['BAD_JSON', 'BAD_NUMBER', 'BAD_TIMESTAMP']);
  });

  it('takes no usage from texts that look like it', () => {
    const rows = [
      { ts: TS, type: 'say', say: 'text', text: JSON.stringify(counts) },
      { ts: TS, type: 'ask', say: 'api_req_started' },
    ];
    expect(readTask(rows).calls).toEqual([]);
  });

  it.each([`${TASK}/ui_messages.json`, 'sessions/a/a.messages.json'])('reports a torn %s', (path) => {
    const read = readRoot(cline, folderWith({ [path]: '[{"ts":1,' }));
    expect([read.calls, read.issues.map((issue) => issue.code)]).toEqual([[], ['BAD_JSON']]);
  });

  it('accepts a BOM and CRLF', () => {
    const text = `\ufeff${JSON.stringify([say(TS, counts, sonnet)], null, 1).replaceAll('\n', '\r\n')}`;
    expect(readRoot(cline, folderWith({ [`${TASK}/ui_messages.json`]: text })).calls.length).toBe(1);
  });
});

describe('where it looks', () => {
  it('follows the CLI’s variables, the most special first', () => {
    const first = (variables: Record<string, string>) => cline.roots(testEnv('/h', variables))[0];
    expect(first({})).toBe('/h/.cline/data');
    expect(first({ CLINE_DIR: '/c' })).toBe('/c/data');
    expect(first({ CLINE_DIR: '/c', CLINE_DATA_DIR: '/d' })).toBe('/d');
    expect(first({ CLINE_DATA_DIR: '/d', CLINE_SESSION_DATA_DIR: '/s' })).toBe('/s');
  });

  it.each([
    ['linux', '/h/.config/Code/User/globalStorage/saoudrizwan.claude-dev'],
    ['darwin', '/h/Library/Application Support/Code/User/globalStorage/saoudrizwan.claude-dev'],
    ['win32', '/a/Code/User/globalStorage/saoudrizwan.claude-dev'],
    ['linux', '/h/.vscode-server/data/User/globalStorage/kilocode.kilo-code'],
  ])('finds the extensions on %s: %s', (platform, path) => {
    expect(cline.roots({ ...testEnv('/h', { APPDATA: '/a' }), platform })).toContain(path);
  });

  it.each(['', 'sessions', '.cline/data/sessions', 'data/sessions'])(
    'accepts sessions below %j',
    (folder) => {
      const metrics = { inputTokens: 10, outputTokens: 5 };
      const session = {
        sessionId: 'a',
        messages: [{ id: 'm', role: 'assistant', ts: TS, modelInfo: { id: 'm' }, metrics }],
      };
      const root = folderWith({ [`${folder}/a/a.messages.json`]: JSON.stringify(session) });
      expect(readRoot(cline, root).calls.length).toBe(1);
    },
  );

  it('describes a file named by hand as discovery does', () => {
    for (const root of [cli, extension])
      for (const file of cline.discover(root, nodeFs)) expect(cline.adopt(file.path, nodeFs)).toEqual(file);
  });

  it('knows its files', () => {
    const head = { path: '/x', bytes: new Uint8Array(), lines: [], document: undefined, tables: undefined };
    expect(cline.recognises({ ...head, document: [say(TS, {}) as never] })).toBe(true);
    expect(cline.recognises({ ...head, document: { sessionId: 'a', messages: [{ metrics: {} }] } })).toBe(
      true,
    );
    expect(cline.recognises({ ...head, path: '/t/ui_messages.json' })).toBe(true);
    expect(cline.recognises({ ...head, document: [{ role: 'user' }] })).toBe(false);
    expect(cline.recognises({ ...head, path: '/x.json' })).toBe(false);
  });
});

describe('any reading', () => {
  it.each([cli, extension])('gives the same calls in any order and repetition', (root) =>
    expectSameInAnyReading(cline, root),
  );
  it.each([cli, extension])('lets no text out', (root) => expectNoTextComesOut(cline, root, NAMED));
});
