import { writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { callLine, callLines, freshFolder } from '../kit.ts';
import { closeServices, imported, startService, type TestService } from '../service-kit.ts';
import { SECRET } from './kit.ts';

interface Got {
  readonly id: string;
  readonly type: string;
  readonly data: { readonly call: { readonly id: string; readonly session: string } };
}

let receiver: Server;
let url: string;
const got: Got[] = [];
let answer: (response: ServerResponse) => void;
beforeEach(async () => {
  got.length = 0;
  answer = (response) => response.writeHead(204).end();
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const message = new Webhook(SECRET).verify(body, headers) as Omit<Got, 'id'>;
      got.push({ id: headers['webhook-id']!, ...message });
      answer(response);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
afterEach(async () => {
  await closeServices();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const ENV = {
  env: { platform: 'linux', home: '/', get: (name: string) => (name === 'HOOK' ? SECRET : undefined) },
};
const open = (options: Parameters<typeof startService>[0] = {}): Promise<TestService> =>
  startService({ world: ENV, ...options });

const addHook = async (test: TestService, more = ''): Promise<void> => {
  const logs = `[sources.jsonl]\nroots = [${JSON.stringify(join(test.log, '..'))}]\n`;
  writeFileSync(
    join(test.home, 'meterline.toml'),
    `${logs}[webhooks.team]\nurl = "${url}"\nsecretEnv = "HOOK"\n${more}`,
  );
  expect(await test.service.reload()).toMatchObject({ ok: true });
  await test.until(async () => (await test.service.webhooks.statuses()).webhooks[0]?.state === 'ok');
};
const later = (id: string) =>
  callLine({ id, at: (Date.now() - Date.UTC(2026, 9, 1)) / 1000 + 60, session: id });
const sessions = () => got.map(({ data }) => data.call.session);

it.each(['here', 'thread'] as const)(
  'a service tells calls as they are recorded (writer: %s)',
  async (writer) => {
    const test = await open({ writer, lines: callLines(3) });
    await imported(test);
    await addHook(test);
    await imported(test);
    test.append(callLine({ id: 'old' }));
    test.append(later('one'));
    test.append(later('two'));
    await test.until(() => got.length >= 2);
    expect(sessions()).toEqual(['one', 'two']);
    const { webhooks, delivering } = await test.service.webhooks.statuses();
    expect([delivering, webhooks[0]]).toMatchObject([
      true,
      { name: 'team', url: url.replace('/hook', '/…') },
    ]);
  },
);

it('a service that ends while a message is on its way sends it again at its next start', async () => {
  const test = await open();
  await imported(test);
  await addHook(test);
  answer = () => {};
  test.append(later('one'));
  await test.until(() => got.length === 1);
  await test.service.close();
  answer = (response) => response.writeHead(204).end();
  const next = await open({ home: test.home });
  writeFileSync(join(test.home, 'meterline.toml'), `[webhooks.team]\nurl = "${url}"\nsecretEnv = "HOOK"\n`);
  await next.service.reload();
  await next.until(() => got.length === 2);
  expect(new Set(got.map(({ id }) => id)).size).toBe(1);
});

it('a test says what became of it', async () => {
  const test = await open({ home: join(freshFolder(), 'data') });
  await imported(test);
  await addHook(test);
  const tested = () => test.service.webhooks.test('team');
  expect(await tested()).toEqual({ ok: true, value: { delivered: true, result: 'HTTP 204' } });
  expect(got.map(({ type }) => type)).toEqual(['meterline.test']);
  answer = (response) => response.writeHead(503).end();
  expect(await tested()).toEqual({ ok: true, value: { delivered: false, result: 'HTTP 503' } });
  expect(await test.service.webhooks.test('tam')).toMatchObject({
    ok: false,
    fault: { code: 'WEBHOOK_NOT_FOUND', hint: 'Did you mean team?' },
  });
});
