import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { nodeFs, readFiles, readRoot, testEnv, totalsOf } from '../../test/harness.ts';
import { readText } from '../../test/read-text.ts';
import { cursor } from './source.ts';

const TESTDATA = `${import.meta.dirname}/testdata`;

describe("Cursor's usage CSV", () => {
  it('reads tokens, plans and costs', () => {
    const { calls, issues } = readRoot(cursor, TESTDATA);
    expect(issues).toEqual([]);
    expect(calls.map(({ tokens }) => tokens)).toEqual([
      { input: 21174, cacheRead: 98521, cacheWrite: 0, output: 3728 },
      { input: 10, cacheRead: 5000, cacheWrite: 1200, output: 300 },
      // Here the total shows that the input with cache writes includes the one without.
      { input: 1000, cacheRead: 5000, cacheWrite: 200, output: 300 },
      { input: 100, cacheRead: 0, cacheWrite: 0, output: 10 },
      { input: 100, cacheRead: 0, cacheWrite: 0, output: 10 },
    ]);
    expect(calls.map(({ provider }) => provider)).toEqual([
      'cursor',
      'anthropic',
      'openai',
      'openai',
      'openai',
    ]);
    // `Included` and `Free` are a plan's, no amount of money.
    expect(calls.map((call) => call.reportedCostNanoUsd)).toEqual([
      90_000_000,
      undefined,
      undefined,
      1_001_500_000_000,
      1_001_500_000_000,
    ]);
  });

  it('reads older headers, and flags a total that does not add up', () => {
    const header =
      'Date,Model,Input (w/ Cache Write),Input (w/o Cache Write),Cache Read,Output Tokens,Total Tokens';
    const { calls, issues } = readText(cursor, `${header}\n2026-06-10T14:00:00Z,auto,1,2,3,4,99\n`);
    expect(calls[0]).toMatchObject({ provider: 'cursor', model: 'auto', inclusion: 'assumed' });
    expect(issues.map(({ code }) => code)).toEqual(['COUNTS_DISAGREE']);
  });
});

describe("Cursor's database", () => {
  it('takes entries whose counts are not zero', () => {
    const dir = mkdtempSync(join(tmpdir(), 'meterline-cursor-'));
    const db = new DatabaseSync(join(dir, 'state.vscdb'));
    db.exec('CREATE TABLE cursorDiskKV (key TEXT UNIQUE ON CONFLICT REPLACE, value BLOB)');
    const insert = db.prepare('INSERT INTO cursorDiskKV VALUES (?, ?)');
    const bubble = (type: number, inputTokens: number) =>
      JSON.stringify({
        type,
        text: 'CANARY "tokenCount":{"inputTokens":777}',
        tokenCount: { inputTokens, outputTokens: inputTokens / 10 },
        modelInfo: { modelName: 'claude-4.5-sonnet' },
        createdAt: '2026-10-01T09:00:00.000Z',
      });
    insert.run('bubbleId:c1:b1', Buffer.from(bubble(2, 5200)));
    insert.run('bubbleId:c1:b2', bubble(2, 0));
    insert.run('bubbleId:c1:b3', bubble(1, 100));
    insert.run('bubbleId:c1:b4', 'no JSON "tokenCount"');
    insert.run('composerData:c1', bubble(2, 100));
    db.close();
    const { calls, issues } = readFiles(cursor, [...cursor.discover(dir, nodeFs)]);
    expect(JSON.stringify([calls, issues])).not.toContain('CANARY');
    expect(issues).toEqual([]);
    expect(totalsOf(calls)).toMatchObject({ calls: 1, input: 5200, output: 520 });
    expect(calls[0]).toMatchObject({ keys: ['cursor:c1:b1'], session: 'c1', confidence: 'estimated' });
    rmSync(dir, { recursive: true });
  });

  it('lies where the platform puts it', () => {
    expect(cursor.roots(testEnv('/home/dev'))).toEqual(['/home/dev/.config/Cursor/User/globalStorage']);
    expect(cursor.roots({ ...testEnv('/Users/dev'), platform: 'darwin' })).toEqual([
      '/Users/dev/Library/Application Support/Cursor/User/globalStorage',
    ]);
  });
});
