import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemoLogs } from '@meterline/sources/demo';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonHere, meterlineHere } from './meterline-here.ts';
import { meterline, throwAway } from './run-meterline.ts';

/** What goes out comes in again: an export read into another home gives the same totals, in any form and order. */
const SOURCES = join(import.meta.dirname, '../packages/sources/src');
const BY = 'model,app,project,user,feature,tag:team';
const NOW = Date.UTC(2026, 10, 22, 12);

/** Rows and totals of all calls, a row for every day and every value of many dimensions. */
const costsOf = async (home: string, by = BY): Promise<unknown> => {
  const asked = ['costs', '--period', 'all', '--zone', 'UTC', '--by', by, '--interval', 'day'];
  const { rows, totals } = (await jsonHere([...asked, '--home', home])) as {
    rows: unknown;
    totals: unknown;
  };
  return { rows, totals };
};

const exported = async (home: string, format: 'csv' | 'jsonl'): Promise<string> => {
  const { status, stdout, stderr } = await meterlineHere(['export', '--format', format, '--home', home]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const file = join(throwAway('export'), `calls.${format}`);
  writeFileSync(file, stdout);
  return file;
};

const imported = async (...args: readonly string[]): Promise<string> => {
  const home = throwAway('imported');
  for (const file of args)
    expect(await meterlineHere(['import', file, '--home', home])).toMatchObject({ status: 0 });
  return home;
};

/** Every field of Meterline's own lines, each with a value of its own. */
const FULL = {
  id: 'full-1',
  time: '2026-11-20T10:00:00.123Z',
  provider: 'openai',
  model: 'gpt-5.4',
  tokens: { input: 1001, cacheRead: 2002, output: 303, reasoning: 44 },
  webSearches: 2,
  serviceTier: 'flex',
  batch: false,
  speed: 'standard',
  region: 'regional',
  reportedCostUsd: 0.0123,
  app: 'my-app',
  session: 'my-session',
  task: 'my-task',
  agent: 'my-agent',
  user: 'my-user',
  tenant: 'my-tenant',
  feature: 'my-feature',
  project: '/my/project',
  environment: 'production',
  machine: 'my-machine',
  channel: 'my-channel',
  tags: { team: 'blue', 'a key, with "marks"': 'ä=ö' },
  status: 'error',
  errorType: 'rate_limit',
  stopReason: 'length',
  latencyMs: 1234,
  quotas: [{ kind: 'tokens', limit: 80_000, remaining: 0, resetAt: '2026-09-01T10:01:00.000Z' }],
  timeToFirstTokenMs: 56,
};
const WRITES = {
  id: 'full-2',
  time: '2026-11-20T11:00:00Z',
  provider: 'anthropic',
  model: 'claude-sonnet-4-6',
  tokens: { input: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5 },
  batch: true,
  tags: { team: 'red' },
};
const MEDIA = {
  id: 'full-3',
  time: '2026-11-20T12:00:00Z',
  provider: 'openai',
  model: 'gpt-4o-realtime-preview',
  tokens: { input: 9, inputAudio: 10, outputAudio: 11, output: 13 },
};

describe('an export of the demo and of calls with every field', () => {
  let home: string;
  let jsonl: string;
  let csv: string;
  let whole: unknown;

  beforeAll(async () => {
    home = throwAway('ledger');
    writeDemoLogs(home, NOW);
    meterline(['import', '--home', join(home, 'data')], { env: { HOME: home } });
    const own = join(home, 'own.jsonl');
    writeFileSync(own, [FULL, WRITES, MEDIA].map((call) => JSON.stringify(call)).join('\n'));
    home = join(home, 'data');
    expect(meterline(['import', own, '--home', home])).toMatchObject({ status: 0 });
    jsonl = await exported(home, 'jsonl');
    csv = await exported(home, 'csv');
    whole = await costsOf(home);
  });

  it('has every call, with every field as it came', () => {
    const calls = readFileSync(jsonl, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string });
    expect(calls.length).toBeGreaterThan(500);
    expect(calls.find(({ id }) => id.endsWith('full-1'))).toMatchObject({ ...FULL, id: expect.any(String) });
    expect(calls.find(({ id }) => id.endsWith('full-2'))).toMatchObject({
      tokens: WRITES.tokens,
      batch: true,
      cost: { status: 'priced' },
    });
    expect(calls.find(({ id }) => id.endsWith('full-3'))).toMatchObject({ tokens: MEDIA.tokens });
  });

  it('gives the same totals from JSON lines', async () =>
    expect(await costsOf(await imported(jsonl))).toEqual(whole));

  it('gives the same totals from CSV', async () => expect(await costsOf(await imported(csv))).toEqual(whole));

  it('gives the same totals from both, twice, in either order', async () => {
    expect(await costsOf(await imported(jsonl, csv))).toEqual(whole);
    expect(await costsOf(await imported(csv, jsonl, csv))).toEqual(whole);
  });

  it('adds nothing to the ledger that it came from', async () => {
    await meterlineHere(['import', jsonl, '--home', home]);
    expect(await costsOf(home)).toEqual(whole);
  });

  it('is the same again when it is exported again', async () => {
    const again = await exported(await imported(jsonl), 'jsonl');
    const sorted = (file: string): string[] => readFileSync(file, 'utf8').split('\n').sort();
    expect(sorted(again)).toEqual(sorted(jsonl));
  });
});

describe('imports of all samples', () => {
  const samples = readdirSync(SOURCES)
    .map((name) => join(SOURCES, name, 'testdata'))
    .filter((folder) => existsSync(folder));
  const [some, others] = [samples.slice(0, 7), samples.slice(7)];

  const importAll = async (...groups: readonly (readonly string[])[]): Promise<string> => {
    const home = throwAway('samples');
    for (const group of groups) await meterlineHere(['import', ...group, '--home', home]);
    return home;
  };

  it('give the same ledger in any order, and again', async () => {
    const expected = await costsOf(await importAll(some, others), 'source,model,session');
    expect(await costsOf(await importAll(others, some, others), 'source,model,session')).toEqual(expected);
    const { rows } = expected as { rows: { key: { source: string } }[] };
    expect(new Set(rows.map(({ key }) => key.source)).size).toBeGreaterThan(8);
  });
});

describe('a file under another name', () => {
  it('gives no call twice', async () => {
    const folder = throwAway('copies');
    const first = join(folder, 'a.jsonl');
    writeFileSync(first, [FULL, WRITES].map((call) => JSON.stringify(call)).join('\r\n'));
    copyFileSync(first, join(folder, 'b.jsonl'));
    const home = await imported(first, join(folder, 'b.jsonl'), folder);
    expect(await costsOf(home, 'model')).toMatchObject({ totals: { calls: 2 } });
  });
});
