import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiOver, closeApis, sampleHome, startApi, type TestApi } from './api-kit.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi(await sampleHome());
});
afterAll(closeApis);

describe('a range', () => {
  it('is a period, or from and to, and never both', async () => {
    const { json } = await api.get('/usage', { from: '2026-11-01', to: '2026-11-02' });
    expect(json.range).toEqual({ from: Date.UTC(2026, 10, 1), to: Date.UTC(2026, 10, 3), period: null });
    const instant = await api.get('/usage', { from: '2026-11-01', to: '2026-11-02T00:00:00Z' });
    expect(instant.json.range.to).toBe(Date.UTC(2026, 10, 2));
    const millis = await api.get('/usage', {
      from: `${Date.UTC(2026, 10, 1)}`,
      to: `${Date.UTC(2026, 10, 2)}`,
    });
    expect(millis.json).toMatchObject({ range: instant.json.range, totals: instant.json.totals });
    const both = await api.get('/usage', { period: '7d', from: '2026-11-01' });
    expect([both.status, both.json.detail]).toEqual([
      400,
      'period 7d cannot stand beside from or to; give one or the other.',
    ]);
    const backwards = await api.get('/usage', { from: '2026-11-02', to: '2026-10-01' });
    expect([backwards.status, backwards.json.code]).toEqual([400, 'DATE_INVALID']);
  });

  it('has its days in the zone that is asked for', async () => {
    const { json } = await api.get('/usage', {
      from: '2026-11-01',
      to: '2026-11-01',
      zone: 'Asia/Kathmandu',
    });
    expect(json).toMatchObject({
      zone: 'Asia/Kathmandu',
      range: { from: Date.UTC(2026, 9, 31, 18, 15), to: Date.UTC(2026, 10, 1, 18, 15) },
    });
  });

  it('is compared with the one before where there is one', async () => {
    const { json } = await api.get('/usage', { period: '30d', by: 'app', compare: 'previous' });
    expect(json.previousRange.to).toBeLessThanOrEqual(json.range.from);
    expect(json.rows.every((row: object) => 'previous' in row)).toBe(true);
    const all = await api.get('/usage', { period: 'all', by: 'app', compare: 'previous' });
    expect(all.json).toMatchObject({ previousRange: null, previousTotals: null });
    expect(all.json.rows.some((row: object) => 'previous' in row)).toBe(false);
    const none = await api.get('/usage', { period: '30d', by: 'app' });
    expect(none.json.rows.some((row: object) => 'previous' in row)).toBe(false);
  });
});

describe('what would take too long', () => {
  it('is refused, with what can be asked instead', async () => {
    const long = { from: '1971-01-01', to: '2026-11-01', interval: 'hour', compare: 'previous' };
    const hours = await api.get('/usage', long);
    expect([hours.status, hours.json.code]).toEqual([400, 'REQUEST_INVALID']);
    expect(hours.json.hint).toContain('longer interval');
    const buckets = await api.get('/series', long);
    expect([buckets.status, buckets.json.code]).toEqual([400, 'REQUEST_INVALID']);

    const { service } = api;
    const meterline = service.reader();
    const ledger = { ...meterline.ledger, sessions: async () => ({ sessions: [], count: 10_001 }) };
    const crowded = apiOver({ ...service, reader: () => ({ ...meterline, ledger }) }, api.home);
    const byHour = await crowded.get('/usage', { by: 'model,session', interval: 'hour' });
    expect([byHour.status, byHour.json.detail]).toEqual([
      400,
      'by: The range has 10001 sessions; at most 10000 are shown over time.',
    ]);
    expect((await crowded.get('/usage', { by: 'model,session' })).status).toBe(200);
    expect((await api.get('/usage', { by: 'session', interval: 'hour', period: 'all' })).status).toBe(200);
  });
});

describe('values of a dimension', () => {
  it('are searched in any case, the most used first', async () => {
    const { json } = await api.get('/dimensions/model', { search: 'CLAUDE', limit: 3 });
    expect(json.values.length).toBe(3);
    expect(json.values.every((value: string) => value.includes('claude'))).toBe(true);
    const all = await api.get('/dimensions/session', { limit: 500 });
    const [first] = all.json.values;
    const found = await api.get('/dimensions/session', { search: first.slice(2, 9).toUpperCase() });
    expect(found.json.values).toContain(first);
    const sessions = await api.get('/sessions', { period: 'all', limit: 500 });
    const ids = new Set(sessions.json.rows.map(({ session }: { session: string }) => session));
    expect(new Set(all.json.values)).toEqual(ids);
    expect((await api.get('/dimensions/colour')).json.issues[0].name).toBe('dimension');
  });
});
