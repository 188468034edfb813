import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { callLines } from '../kit.ts';
import { closeApis, homeOf, startApi, type TestApi } from './api-kit.ts';

let api: TestApi;
beforeEach(async () => {
  const home = await homeOf(callLines(5));
  writeFileSync(
    join(home, 'meterline.toml'),
    '[webhooks.team]\nurl = "http://127.0.0.1:1/a-token"\nsecretEnv = "HOOK"\n',
  );
  api = await startApi(home);
});
afterAll(closeApis);

describe('webhooks over the API', () => {
  it('are shown without what their address may hide', async () => {
    const { json, text } = await api.get('/webhooks');
    expect(json).toMatchObject({
      zone: 'UTC',
      rows: [{ name: 'team', url: 'http://127.0.0.1:1/…', every: null }],
    });
    expect(json.rows[0].secretFault).toContain('HOOK is not set');
    expect(text).not.toContain('a-token');
  });

  it('are tested and replayed; a fault says what is wrong', async () => {
    expect(await api.write('post', '/webhooks/test', { name: 'team' })).toMatchObject({
      status: 400,
      json: { code: 'WEBHOOK_SECRET_INVALID' },
    });
    const replay = (body: object) => api.write('post', '/webhooks/replay', body);
    // There are calls in it that nobody can sign, so it does not end.
    const asked = await replay({ name: 'team', from: 1000 });
    expect(asked).toMatchObject({ status: 200, json: { rows: [{ replay: { from: 1000, sent: 0 } }] } });
    expect(await replay({ name: 'team', from: 0 })).toMatchObject({
      status: 409,
      json: { code: 'WEBHOOK_BUSY' },
    });
    expect(await replay({ name: 'tem', from: 0 })).toMatchObject({
      status: 404,
      json: { code: 'WEBHOOK_NOT_FOUND', hint: 'Did you mean team?' },
    });
    expect((await replay({ name: 'team', from: -1 })).status).toBe(400);
    expect((await api.write('post', '/webhooks/test', { name: 'team', url: 'http://x' })).status).toBe(400);
  });
});
