import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { callLines } from '../kit.ts';
import { closeApis, homeOf, startApi, type TestApi } from './api-kit.ts';

let api: TestApi;
const config = (): string => readFileSync(join(api.home, 'meterline.toml'), 'utf8');

beforeEach(async () => {
  api = await startApi(await homeOf(callLines(5)));
});
afterAll(closeApis);

describe('settings', () => {
  it('are the defaults until something is set', async () => {
    const { json } = await api.get('/settings');
    expect(json).toMatchObject({
      zone: { value: 'UTC', configured: null },
      currency: { code: 'USD', perUsd: '1' },
      retentionDays: null,
      machine: null,
      home: api.home,
      billing: {},
    });
    expect(json.ledgerBytes).toBeGreaterThan(0);
    expect(existsSync(json.ledgerFile)).toBe(true);
  });

  it('are written beside what stands in the file, and hold at once', async () => {
    writeFileSync(
      join(api.home, 'meterline.toml'),
      '# keep me\n[sources.codex]\nenabled = false # not here\n',
    );
    const { status, json } = await api.write('patch', '/settings', {
      currency: { code: 'EUR', perUsd: '0.92' },
      retentionDays: 36_500,
      machine: 'lap"top',
      billing: { jsonl: 'plan', 'z.ai': 'api' },
    });
    expect([status, json]).toMatchObject([
      200,
      {
        currency: { code: 'EUR', perUsd: '0.92' },
        retentionDays: 36_500,
        machine: 'lap"top',
        billing: { jsonl: 'plan', 'z.ai': 'api' },
      },
    ]);
    expect(config()).toContain('# keep me\n');
    expect(config()).toContain('enabled = false # not here\n');
    expect((await api.get('/status')).json.currency).toEqual({ code: 'EUR', perUsd: '0.92' });
  });

  it('give a setting back to its default with null, and leave alone what is absent', async () => {
    await api.write('patch', '/settings', { machine: 'a', retentionDays: 400, billing: { jsonl: 'plan' } });
    const { json } = await api.write('patch', '/settings', { machine: null, billing: { jsonl: null } });
    expect(json).toMatchObject({ machine: null, retentionDays: 400, billing: {} });
    const before = config();
    await api.write('patch', '/settings', {});
    expect(config()).toBe(before);
  });

  it('are all written or none', async () => {
    await api.write('patch', '/settings', { machine: 'a' });
    const before = config();
    const { status, json } = await api.write('patch', '/settings', {
      machine: 'b',
      currency: { code: 'EUR', perUsd: '0.0' },
    });
    expect([status, json.code]).toEqual([400, 'CONFIG_INVALID']);
    expect(json.detail).toContain('currency.perUsd');
    expect(config()).toBe(before);
  });

  it('tell listeners that everything may be asked again', async () => {
    const events: string[] = [];
    api.service.hub.subscribe(({ event }) => events.push(event.kind));
    await api.write('patch', '/settings', { machine: 'a' });
    expect(events).toContain('settings');
  });
});

describe('a zone that is set', () => {
  it('decides the days of every answer, and the ledger keeps its days in it', async () => {
    const { get, write, service } = await startApi(api.home, { zone: 'as configured' });
    const zone = 'Asia/Kathmandu';
    const changed = await write('patch', '/settings', { zone });
    expect(changed.json.zone).toMatchObject({ value: zone, configured: zone });
    // The writer opens the ledger anew and sums its days again.
    while ((await service.reader().ledger.stats()).zone !== zone) await setImmediate();
    const { json } = await get('/series', { period: 'all', interval: 'day' });
    expect(json).toMatchObject({ zone, labels: expect.arrayContaining(['2026-10-01']) });
    expect(json.starts[0]).toBe(Date.UTC(2026, 8, 30, 18, 15));
    expect(json.totals.calls).toBe(5);
    const back = await write('patch', '/settings', { zone: null });
    expect(back.json.zone).toMatchObject({ configured: null, value: back.json.zone.machine });
  });

  it('is that of the command line where one was given there', async () => {
    const { json } = await api.write('patch', '/settings', { zone: 'Asia/Kathmandu' });
    expect(json.zone).toMatchObject({ value: 'UTC', configured: 'Asia/Kathmandu' });
    expect((await api.get('/usage', { zone: 'Mars/Olympus' })).json).toMatchObject({
      code: 'REQUEST_INVALID',
      issues: [{ name: 'zone' }],
    });
  });
});
