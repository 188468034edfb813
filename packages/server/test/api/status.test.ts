import { MeterlineError } from '@meterline/core';
import { afterAll, describe, expect, it } from 'vitest';
import { callLines, NOW } from '../kit.ts';
import { apiOver, closeApis, homeOf, startApi } from './api-kit.ts';

afterAll(closeApis);

describe('the status', () => {
  it('says what is there and what is being done', async () => {
    const api = await startApi(await homeOf(`${callLines(3)}not a call\n`));
    const { json } = await api.get('/status');
    expect(json).toMatchObject({
      name: 'meterline',
      demo: false,
      now: NOW,
      zone: 'UTC',
      watching: false,
      import: { phase: 'idle', fault: null },
      ledger: { calls: 3, sessions: 1, firstAt: Date.UTC(2026, 9, 1) },
      ledgerFault: null,
      issues: 1,
      currency: { code: 'USD', perUsd: '1' },
    });
    expect((await api.write('post', '/scan', {})).json.import.phase).toBeTypeOf('string');
    const issues = await api.get('/issues');
    expect(issues.json).toMatchObject({ count: 1, rows: [{ source: 'jsonl', code: 'BAD_JSON' }] });
    expect((await api.get('/issues', { source: 'codex' })).json).toEqual({ rows: [], count: 0 });
  });

  it('answers while the ledger cannot be read, and then says why', async () => {
    const { service, home } = await startApi(await homeOf(callLines(3)));
    const fault = { code: 'LEDGER_MISSING', message: 'It is gone.', hint: 'Put it back.' } as const;
    let isGone = true;
    const reader = () => {
      if (isGone) throw new MeterlineError(fault);
      return service.reader();
    };
    const api = apiOver({ ...service, reader }, home);
    const { status, json } = await api.get('/status');
    expect([status, json]).toMatchObject([
      200,
      { ledger: null, ledgerFault: fault, currency: { code: 'USD' }, zone: expect.any(String) },
    ]);
    const usage = await api.get('/usage');
    expect([usage.status, usage.json]).toMatchObject([503, { code: 'LEDGER_MISSING', hint: 'Put it back.' }]);
    isGone = false;
    const before = (await api.get('/status')).json;
    isGone = true;
    expect((await api.get('/status')).json).toMatchObject({
      zone: before.zone,
      bookVersion: before.bookVersion,
      ledger: null,
    });
  });

  it('has no sources without logs but knows them all', async () => {
    const api = await startApi(await homeOf(callLines(3)));
    const { json } = await api.get('/sources');
    expect(json.rows.length).toBeGreaterThan(10);
    expect(json.rows[0]).toMatchObject({ id: 'jsonl', calls: 3 });
    expect(json.rows.find(({ id }: { id: string }) => id === 'codex')).toMatchObject({
      state: 'absent',
      files: 0,
      calls: 0,
      firstAt: null,
    });
  });
});
