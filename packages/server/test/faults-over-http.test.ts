import { renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { ask, openStream, started, stopServers } from './http-kit.ts';
import { callLine, callLines } from './kit.ts';
import { closeServices, imported, startService } from './service-kit.ts';

afterEach(async () => {
  await stopServers();
  await closeServices();
});

const QUESTIONS = [
  '/api/overview',
  '/api/usage?by=model',
  '/api/sessions',
  '/api/calls.csv',
  '/api/settings',
];

describe('a page that is open while the ledger', () => {
  it('is moved away hears why, is answered 503, and goes on when it is back', async () => {
    const test = await startService({ writer: 'thread', lines: callLines(2) });
    await imported(test);
    const serving = await started(test.service);
    const stream = openStream(serving);
    for (const path of QUESTIONS) expect((await ask(serving, path)).status, path).toBe(200);
    renameSync(test.ledger, `${test.ledger}.aside`);
    await stream.until('LEDGER_MISSING');
    for (const path of QUESTIONS) {
      const answer = await ask(serving, path);
      expect([answer.status, answer.json().code], path).toEqual([503, 'LEDGER_MISSING']);
      expect(answer.headers).toMatchObject({
        'retry-after': '2',
        'content-type': 'application/problem+json',
      });
      expect(answer.json().hint).toMatch(/Put it back/);
    }
    const status = await ask(serving, '/api/status');
    expect(status.status).toBe(200);
    expect(status.json()).toMatchObject({
      ledger: null,
      ledgerFault: { code: 'LEDGER_MISSING' },
      watching: false,
    });
    expect((await ask(serving, '/api/nothing')).status).toBe(404);

    test.append(callLine({ id: 'while-away' }));
    renameSync(`${test.ledger}.aside`, test.ledger);
    await stream.until('"of":"ledger","fault":null');
    await stream.until('event: totals');
    for (const path of QUESTIONS) expect((await ask(serving, path)).status, path).toBe(200);
    await test.until(async () => (await test.calls()) === 3);
    expect((await ask(serving, '/api/status')).json()).toMatchObject({ ledgerFault: null, watching: true });
    stream.socket.destroy();
  });

  it('is held by another program', async () => {
    const test = await startService({ lines: callLines(2), watch: false });
    await imported(test);
    await test.service.close();
    const holder = new DatabaseSync(test.ledger);
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const again = await startService({ home: test.home });
    const serving = await started(again.service);
    const answer = await ask(serving, '/api/usage?by=model');
    expect([answer.status, answer.json().code]).toEqual([503, 'LEDGER_LOCKED']);
    holder.close();
    await again.until(async () => (await ask(serving, '/api/usage?by=model')).status === 200);
  });
});
