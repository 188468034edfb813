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
import { nodeFs, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import type { LineReader } from '../source.ts';
import { kimi } from './source.ts';

const cli = join(import.meta.dirname, 'testdata/cli');
const code = join(import.meta.dirname, 'testdata/code');
const WIRE = 'sessions/p/s1/wire.jsonl';

const status = (id: string | undefined, counts: object, timestamp: unknown = 1_790_850_000.5) => ({
  timestamp,
  message: { type: 'StatusUpdate', payload: { message_id: id, token_usage: counts, context_usage: 0.1 } },
});
const counts = { input_other: 35, output: 30, input_cache_read: 10, input_cache_creation: 5 };
const readWire = (...rows: readonly unknown[]) => readRoot(kimi, folderWith({ [WIRE]: jsonLines(...rows) }));

describe('Kimi CLI', () => {
  it('counts a message once, as its last row has it', () => {
    const read = readRoot(kimi, cli);
    expect(totalsOf(read.calls)).toMatchObject({
      calls: 2,
      input: 47,
      cacheRead: 10,
      cacheWrite: 5,
      output: 38,
      total: 100,
    });
    expect(read.issues).toEqual([]);
  });

  it('reads seconds with a fraction, and counts that are disjoint', () => {
    expect(readWire(status('m1', counts)).calls).toMatchObject([
      {
        startedAt: 1_790_850_000_500,
        tokens: { input: 35, cacheRead: 10, cacheWrite: 5, output: 30 },
        app: 'kimi-cli',
        provider: 'moonshot',
        session: 's1',
      },
    ]);
  });

  it('keeps the largest, in any order', () => {
    const small = status('m1', { ...counts, output: 4 }, 1_790_850_000);
    for (const rows of [
      [small, status('m1', counts)],
      [status('m1', counts), small],
    ])
      expect(readWire(...rows).calls.map((call) => call.tokens.output)).toEqual([30]);
  });

  it('knows a message that a fork copied, and tells apart equal ids of two sessions', () => {
    const root = folderWith({
      [WIRE]: jsonLines(status('m1', counts)),
      'sessions/p/fork/wire.jsonl': jsonLines(status('m1', counts), status('m2', counts, 1_790_850_100)),
      'sessions/p/other/wire.jsonl': jsonLines(status('m1', { ...counts, output: 1 }, 1_790_850_200)),
    });
    expect(readRoot(kimi, root).calls.length).toBe(3);
  });

  it.each([
    ['before 2026-04-20', Date.UTC(2026, 3, 19, 23, 59) / 1000, 'kimi-k2.5'],
    ['since then', Date.UTC(2026, 3, 20) / 1000, 'kimi-k2.6'],
  ])('takes the model by date %s, and says that it is not sure', (_name, at, model) => {
    expect(readWire(status('m1', counts, at)).calls).toMatchObject([{ model, confidence: 'reconciled' }]);
  });

  it.each([
    ['default_model = "kimi-k2.5"\n', 'kimi-k2.5'],
    ['default_model = \'mine\'\n[models.mine]\nprovider = "x"\nmodel = "kimi-k3"\n', 'kimi-k3'],
    ['[models.other]\nmodel = "kimi-k3"\ndefault_model = "no"\n', 'kimi-k2.6'],
  ])('takes the model that the configuration names: %j', (config, model) => {
    const root = folderWith({ [WIRE]: jsonLines(status('m1', counts)), 'config.toml': config });
    expect(readRoot(kimi, root).calls[0]?.model).toBe(model);
  });

  it('looks behind the moving name of the coding plan', () => {
    const root = folderWith({
      [WIRE]: jsonLines(status('m1', counts)),
      'config.toml': 'default_model = "kimi-code/kimi-for-coding"',
    });
    expect(readRoot(kimi, root).calls).toMatchObject([{ model: 'kimi-k2.6', confidence: 'reconciled' }]);
  });

  it('finds the folder of work by its MD5, and puts a subagent under its session', () => {
    const hash = createHash('md5').update('/w/app').digest('hex');
    const root = folderWith({
      'kimi.json': JSON.stringify({ work_dirs: [{ path: '/w/app', last_session_id: 's1' }] }),
      [`sessions/${hash}/s1/subagents/a1/wire.jsonl`]: jsonLines(status('m1', counts)),
    });
    expect(readRoot(kimi, root).calls).toMatchObject([{ project: '/w/app', session: 's1', agent: 'a1' }]);
  });
});

describe('Kimi Code', () => {
  it('counts turns, and never the sums of the session', () => {
    const read = readRoot(kimi, code);
    expect(totalsOf(read.calls)).toMatchObject({
      calls: 3,
      input: 1257,
      cacheRead: 81_000,
      cacheWrite: 900,
      output: 323,
    });
    expect(read.issues).toEqual([]);
  });

  it('knows the folder of work and the subagent', () => {
    const calls = readRoot(kimi, code).calls;
    expect(new Set(calls.map((call) => call.project))).toEqual(new Set(['/home/dev/app']));
    expect(calls.map((call) => call.agent).filter((agent) => agent !== undefined)).toEqual(['explore-1']);
    expect(calls.map((call) => call.app)).toEqual(['kimi-code', 'kimi-code', 'kimi-code']);
  });

  it.each([
    ['kimi-code/k3', 'kimi-k3', 'exact', 'moonshot'],
    ['kimi-code/kimi-for-coding', 'kimi-k2.6', 'reconciled', 'moonshot'],
    ['kimi-k2.5', 'kimi-k2.5', 'exact', 'moonshot'],
    ['anthropic/claude-opus-4-6', 'anthropic/claude-opus-4-6', 'exact', 'anthropic'],
    [undefined, 'kimi-k2.6', 'reconciled', 'moonshot'],
  ])('reads the catalogue’s name %s as the model’s', (named, model, confidence, provider) => {
    const usage = { inputOther: 1, output: 2, inputCacheRead: 0, inputCacheCreation: 0 };
    const row = { type: 'usage.record', model: named, usage, usageScope: 'turn', time: 1_790_850_000_000 };
    expect(readWire(row).calls).toMatchObject([{ model, confidence, provider }]);
  });

  it('keeps two turns of the same instant apart', () => {
    const row = (output: number) => ({
      type: 'usage.record',
      model: 'kimi-code/k3',
      usage: { inputOther: 1, output, inputCacheRead: 0, inputCacheCreation: 0 },
      usageScope: 'turn',
      time: 1_790_850_000_000,
    });
    expect(readWire(row(2), row(3), row(3)).calls.length).toBe(2);
  });
});

describe('bad input', () => {
  it('reports a count that cannot be, and keeps the call', () => {
    const read = readWire(status('m1', { ...counts, input_other: -4 }));
    expect([read.calls.length, read.issues]).toMatchObject([
      1,
      [{ code: 'BAD_NUMBER', detail: 'input_other' }],
    ]);
  });

  it('skips a call without a time', () => {
    const read = readWire(status('m1', counts, 'soon'));
    expect([read.calls.length, read.issues[0]?.code]).toEqual([0, 'BAD_TIMESTAMP']);
  });

  it('passes over empty counts and marks inside texts', () => {
    const quoted = {
      timestamp: 1,
      message: { type: 'Text', payload: { text: '"token_usage":{"output":9}' } },
    };
    const read = readWire(quoted, status('m1', { input_other: 0, output: 0 }), { type: 'usage.record' });
    expect([read.calls, read.issues]).toEqual([[], []]);
  });

  it('accepts CRLF and a BOM and reports a torn line', () => {
    const text = `\ufeff${JSON.stringify(status('m1', counts))}\r\n{"timestamp":1,\r\n${JSON.stringify(status('m2', counts))}`;
    const read = readRoot(kimi, folderWith({ [WIRE]: text }), { chunkBytes: 13 });
    expect([read.calls.length, read.issues.map((issue) => issue.code)]).toEqual([2, ['BAD_JSON']]);
  });

  it('lets only lines without usage be passed over when they are too long to hold', () => {
    const skippable = (line: string) => (kimi.readers.lines as LineReader).skippable?.(Buffer.from(line));
    for (const line of [
      '{"timestamp":1.5,"message":{"type":"ToolResult","…',
      '{"type":"event","timestamp":1,"message":{"type":"TurnBegin"',
      '{"type":"context.append_message","…',
    ])
      expect([line, skippable(line)]).toEqual([line, true]);
    for (const line of [
      '{"timestamp":1.5,"message":{"type":"StatusUpdate"',
      '{"type":"usage.record","…',
      '{"type":"event","timestamp":1,"message":{"type":"StatusUpdate"',
    ])
      expect([line, skippable(line)]).toEqual([line, false]);
  });
});

describe('where it looks', () => {
  it('follows the variables of both programs', () => {
    expect(kimi.roots(testEnv('/h'))).toEqual(['/h/.kimi-code', '/h/.kimi']);
    expect(kimi.roots(testEnv('/h', { KIMI_CODE_HOME: '/c', KIMI_SHARE_DIR: '/s' }))).toEqual(['/c', '/s']);
  });

  it('accepts the folder that holds both', () => {
    const root = folderWith({
      [`.kimi/${WIRE}`]: jsonLines(status('m1', counts)),
      [`.kimi-code/${WIRE}`]: jsonLines(status('m2', counts)),
    });
    expect(readRoot(kimi, root).calls.length).toBe(2);
  });

  it('describes a file named by hand as discovery does', () => {
    for (const root of [cli, code])
      for (const file of kimi.discover(root, nodeFs)) expect(kimi.adopt(file.path, nodeFs)).toEqual(file);
  });

  it('knows its rows', () => {
    const head = { path: '/x.jsonl', bytes: new Uint8Array(), document: undefined, tables: undefined };
    expect(kimi.recognises({ ...head, lines: [JSON.parse(JSON.stringify(status('m1', counts)))] })).toBe(
      true,
    );
    expect(kimi.recognises({ ...head, lines: [{ type: 'usage.record', usage: {} }] })).toBe(true);
    expect(kimi.recognises({ ...head, lines: [{ type: 'metadata' }] })).toBe(false);
  });
});

describe('any reading', () => {
  it.each([cli, code])('gives the same calls in any split, order and repetition', (root) =>
    expectSameInAnyReading(kimi, root),
  );

  it.each([cli, code])('lets no text out', (root) =>
    expectNoTextComesOut(kimi, root, ['type', 'message_id', 'model', 'usageScope', 'workDir']),
  );
});
