import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeFile } from '../kit.ts';
import { closeApis, homeOf, startApi, type TestApi } from './api-kit.ts';

const MINUTE = 60_000;
const DAY_MS = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 10, 20, 8);

interface Line {
  readonly id: string;
  readonly at: number;
  readonly app: string;
  readonly session: string;
  readonly tokens: Readonly<Record<string, number>>;
  readonly model?: string;
}

const line = ({ at, model = 'claude-sonnet-4-5', ...call }: Line): string =>
  `${JSON.stringify({ ...call, model, provider: 'anthropic', time: new Date(START + at * MINUTE).toISOString() })}\n`;

let api: TestApi;

const LINES = [
  // What is cached lives five minutes: the second call finds it gone.
  { id: 'a1', at: 0, app: 'one', session: 'same-id', tokens: { input: 10, cacheWrite5m: 1000 } },
  { id: 'a2', at: 30, app: 'one', session: 'same-id', tokens: { input: 10, cacheWrite5m: 1000 } },
  { id: 'a3', at: 31, app: 'one', session: 'same-id', tokens: { input: 10, cacheRead: 1000 } },
  { id: 'b1', at: 5, app: 'two', session: 'same-id', tokens: { input: 20 }, model: 'nobody-knows' },
  { id: 'c1', at: 6, app: 'two', session: 'prefix-one', tokens: { input: 20 } },
  { id: 'c2', at: 7, app: 'two', session: 'prefix-two', tokens: { input: 20 } },
]
  .map(line)
  .join('');

beforeAll(async () => {
  api = await startApi(await homeOf(LINES));
});
afterAll(closeApis);

describe('one session', () => {
  it('is known by its id, by a beginning of it, and by its app where two have the same', async () => {
    const several = await api.get('/sessions/same-id');
    expect([several.status, several.json.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(several.json.detail).toMatch(/one, two|two, one/);
    const one = await api.get('/sessions/same-id', { app: 'one' });
    expect([one.status, one.json.session]).toMatchObject([200, { app: 'one', calls: 3 }]);
    expect((await api.get('/sessions/prefix-o')).json.session.session).toBe('prefix-one');
    const begins = await api.get('/sessions/prefix-');
    expect([begins.status, begins.json.detail]).toEqual([
      400,
      'session: 2 sessions have an id that begins so.',
    ]);
  });

  it('is not found where there is none', async () => {
    for (const path of ['/sessions/nobody', '/sessions/nobody/calls', '/sessions/same-id?app=three']) {
      const { status, json } = await api.get(path);
      expect([status, json.code], path).toEqual([404, 'SESSION_NOT_FOUND']);
    }
    const { json } = await api.get('/sessions/same-id', { app: 'three' });
    expect(json.hint).toMatch(/one, two|two, one/);
    expect((await api.get('/calls/abcdef')).json.code).toBe('CALL_NOT_FOUND');
  });

  it('says what its cache lost', async () => {
    const { json } = await api.get('/sessions/same-id', { app: 'one' });
    expect(json.lapses).toEqual({
      lapses: 1,
      lapsedTokens: 1000,
      lapsesWithinHour: 1,
      lapsedWithinHourTokens: 1000,
    });
    // Written at 3.75 $ a million instead of read at 0.30 $.
    expect(json.lapsedNanoUsd).toBe(3_450_000);
  });

  it('has its calls in order, with the cost so far, gaps and lapses', async () => {
    const { json } = await api.get('/sessions/same-id/calls', { app: 'one' });
    expect(json).toMatchObject({
      count: 3,
      offset: 0,
      totalsOnly: 0,
      turns: [
        { gapMs: null, lapse: null, soFarNanoUsd: 3_780_000 },
        { gapMs: 30 * MINUTE, lapse: { tokens: 1000, withinHour: true }, soFarNanoUsd: 7_560_000 },
        { gapMs: MINUTE, lapse: null, soFarNanoUsd: 7_890_000, soFarUnpriced: false },
      ],
    });
    const last = await api.get('/sessions/same-id/calls', { app: 'one', offset: 2, limit: 1 });
    expect(last.json).toMatchObject({ offset: 2, turns: [json.turns[2]] });
    expect((await api.get('/sessions/same-id/calls', { app: 'one', offset: 9 })).json.turns).toEqual([]);
    const unpriced = await api.get('/sessions/same-id/calls', { app: 'two' });
    expect(unpriced.json.turns[0]).toMatchObject({ soFarNanoUsd: 0, soFarUnpriced: true });
  });

  it('keeps the sums of calls that retention dropped', async () => {
    const home = await homeOf(LINES);
    writeFile(join(home, 'meterline.toml'), 'retentionDays = 1\n');
    const later = await startApi(home, { now: START + DAY_MS + 15 * MINUTE });
    const { json } = await later.get('/sessions/same-id/calls', { app: 'one' });
    expect(json).toMatchObject({ count: 3, totalsOnly: 1 });
    expect(json.turns.map(({ soFarNanoUsd }: { soFarNanoUsd: number }) => soFarNanoUsd)).toEqual([
      7_560_000, 7_890_000,
    ]);
    const whole = await later.get('/sessions/same-id', { app: 'one' });
    expect(whole.json.session.cost.listNanoUsd).toBe(7_890_000);
  });
});

describe('sessions', () => {
  it('are searched, ordered and paged', async () => {
    const all = await api.get('/sessions', { orderBy: 'calls' });
    expect([all.json.count, all.json.rows[0].calls]).toEqual([4, 3]);
    const found = await api.get('/sessions', { search: 'PREFIX' });
    expect(found.json.rows.map(({ session }: { session: string }) => session)).toEqual([
      'prefix-two',
      'prefix-one',
    ]);
    const page = await api.get('/sessions', { search: 'prefix', offset: 1, limit: 1 });
    expect(page.json).toMatchObject({ count: 2, offset: 1, rows: [{ session: 'prefix-one' }] });
  });
});
