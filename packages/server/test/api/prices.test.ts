import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { closeApis, homeOf, startApi, type TestApi } from './api-kit.ts';

/** Two calls of a model that nobody has a price for, and one of a model that has. */
const LINES = [
  { id: 'a', model: 'claude-sonnet-99', tokens: { input: 100_000, output: 10_000 } },
  { id: 'b', model: 'claude-sonnet-99', tokens: { input: 100_000 } },
  { id: 'c', model: 'claude-sonnet-4-5', tokens: { input: 100_000 } },
]
  .map((call) => `${JSON.stringify({ ...call, time: '2026-11-20T10:00:00Z', provider: 'anthropic' })}\n`)
  .join('');

let api: TestApi;

beforeEach(async () => {
  api = await startApi(await homeOf(LINES));
});
afterAll(closeApis);

const totals = async () => (await api.get('/usage')).json.totals.cost;

describe('a model without a price', () => {
  it('is told with likely relatives, and priced by one of them', async () => {
    const { json } = await api.get('/unpriced');
    expect(json.rows).toEqual([
      expect.objectContaining({
        provider: 'anthropic',
        model: 'claude-sonnet-99',
        calls: 2,
        tokens: 210_000,
      }),
    ]);
    const like = json.rows[0].like[0];
    expect(like).toMatch(/^claude-sonnet-/);
    expect(await totals()).toMatchObject({ listNanoUsd: 300_000_000, unpricedCalls: 2 });

    const set = await api.write('put', '/prices/own', {
      model: 'claude-sonnet-99',
      like: 'claude-sonnet-4-5',
    });
    expect(set.json.says).toBe('claude-sonnet-99 costs what claude-sonnet-4-5 costs.');
    expect(await totals()).toMatchObject({ unpricedCalls: 2 });

    const dry = await api.write('post', '/reprice', { dryRun: true, unpricedOnly: true });
    expect(dry.json).toMatchObject({ dryRun: true, examined: 3, changed: 2, newListNanoUsd: 750_000_000 });
    expect(await totals()).toMatchObject({ unpricedCalls: 2 });

    const done = await api.write('post', '/reprice', { dryRun: false, unpricedOnly: true });
    expect(done.json).toMatchObject({ dryRun: false, changed: 2 });
    expect(await totals()).toMatchObject({ listNanoUsd: 1_050_000_000, unpricedCalls: 0 });
    expect((await api.get('/unpriced')).json.rows).toEqual([]);
  });
});

describe('prices of your own', () => {
  it.each([
    [{ rates: { input: '2', output: '8.5' } }, 'price', 'input $2, output $8.5 per million tokens'],
    [{ like: 'gpt-5.4' }, 'like', 'costs what gpt-5.4 costs'],
    [{ alias: 'gpt-5.4' }, 'alias', 'another name for gpt-5.4'],
    [{ discountPercent: 12.5 }, 'discount', '12.5 % below list price'],
  ])('are set as %j, listed, and removed', async (how, kind, says) => {
    const set = await api.write('put', '/prices/own', { model: 'my-model', ...how });
    expect(set.json.rows).toEqual([{ kind, model: 'my-model', says, from: null, to: null }]);
    expect((await api.get('/prices/own')).json.rows).toEqual(set.json.rows);
    const removed = await api.write('post', '/prices/own/remove', { model: 'My-Model' });
    expect(removed.json).toEqual({ removed: 1, rows: [] });
  });

  it('hold for calls from then on, and come first where prices are looked for', async () => {
    const day = { from: '2026-11-01', to: '2026-12-01' };
    const rates = { input: '2', output: '8', cacheRead: '0.2' };
    const { json } = await api.write('put', '/prices/own', { model: 'my-model', rates, ...day });
    expect(json.rows[0]).toMatchObject({ from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' });
    const found = await api.get('/prices', { search: 'my-model' });
    expect(found.json).toMatchObject({
      models: 1,
      rows: [{ certainty: 'own', current: true, rates: { input: 2, output: 8, 'cache read': 0.2 } }],
    });
    const what = await api.get('/models/what-if', { model: 'my-model' });
    expect(what.json.totals.whatIfNanoUsd).toBe(200_000_000);
  });

  it('keep every other entry of the file, and refuse a file that is wrong', async () => {
    const file = join(api.home, 'prices.local.json');
    writeFileSync(
      file,
      JSON.stringify({ aliases: { mine: 'gpt-5.4' }, deployments: { 'my-azure': 'gpt-5.4' } }),
    );
    await api.write('put', '/prices/own', { model: 'other', like: 'gpt-5.4' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      aliases: { mine: 'gpt-5.4' },
      deployments: { 'my-azure': 'gpt-5.4' },
      priceLike: { other: 'gpt-5.4' },
    });
    writeFileSync(file, '{ "aliases": 3 }');
    const { status, json } = await api.write('put', '/prices/own', { model: 'x', like: 'gpt-5.4' });
    expect([status, json.code]).toEqual([400, 'PRICE_OVERRIDE_INVALID']);
    expect(readFileSync(file, 'utf8')).toBe('{ "aliases": 3 }');
  });

  it('say so when there is none to remove', async () => {
    const { status, json } = await api.write('post', '/prices/own/remove', { model: 'nobody' });
    expect([status, json.code]).toEqual([404, 'PRICE_NOT_FOUND']);
  });
});

describe('prices of the book', () => {
  it('are those of models in use, or all that have a name like it', async () => {
    const used = await api.get('/prices');
    expect(used.json.rows.map(({ key }: { key: { model: string } }) => key.model)).toEqual([
      'claude-sonnet-4-5',
    ]);
    const found = await api.get('/prices', { search: 'SONNET', limit: 2 });
    expect(found.json.rows.length).toBe(2);
    expect(found.json.models).toBeGreaterThan(2);
    expect((await api.get('/prices', { search: 'no such model' })).json).toMatchObject({
      rows: [],
      models: 0,
    });
  });
});
