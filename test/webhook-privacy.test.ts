import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { newSecret } from '@meterline/server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { freshFolder } from '../packages/server/test/kit.ts';
import { closeServices, startService, type TestService } from '../packages/server/test/service-kit.ts';
import { CANARY, filesBelow, plantedSamples, sampledSources } from './canaries.ts';
import { CANARY_WIRES } from './canary-wires.ts';

/** Text with canaries goes in by files and by answers of providers; none may come out, least of all to a receiver. */
const SECRET = newSecret();
let receiver: Server;
let test: TestService;
let url: string;
let told = '';
let messages = 0;
const leaks: string[] = [];
const search = (where: string, text: string): void => {
  if (text.includes(CANARY) || text.includes(Buffer.from(CANARY).toString('base64').slice(0, 12)))
    leaks.push(where);
};

beforeAll(async () => {
  receiver = createServer((request, response) => {
    told += JSON.stringify(request.headers) + request.url;
    messages += 1;
    request.on('data', (chunk: Buffer) => {
      told += chunk.toString();
    });
    // What a receiver says is kept nowhere, either.
    request.on('end', () => response.writeHead(messages === 3 ? 500 : 200, { 'x-said': CANARY }).end(CANARY));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const get = (name: string): string | undefined => (name === 'HOOK' ? SECRET : undefined);
  let skew = 0;
  test = await startService({
    world: { env: { platform: 'linux', home: freshFolder(), get }, clock: () => Date.now() + skew },
  });
  url = (await started(test.service)).url;
  await test.until(() => test.service.activity().lastImport !== null);
  const to = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  const hook = (name: string, more: string) =>
    `[webhooks.${name}]\nurl = "${to}/${name}"\nsecretEnv = "HOOK"\nsince = "2020-01-01T00:00:00Z"\n${more}`;
  const rollups = 'events = "rollups"\nevery = "1d"\nby = ["model", "project", "session", "user"]\n';
  writeFileSync(join(test.home, 'meterline.toml'), hook('calls', '') + hook('rollups', rollups));
  expect(await test.service.reload()).toMatchObject({ ok: true });
  await test.until(async () =>
    (await test.service.webhooks.statuses()).webhooks.every(({ state }) => state === 'ok'),
  );
  // Tries that wait for hours are due at once.
  skew = 48 * 3_600_000;
});
afterAll(async () => {
  await stopServers();
  await closeServices();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

it('files that are sent leave no text, and their answers tell none', async () => {
  let taken = 0;
  for (const source of sampledSources) {
    const folder = freshFolder();
    if (plantedSamples(source, folder) === 0) continue;
    for (const path of filesBelow(folder)) {
      const form = new FormData();
      form.set('file', new Blob([new Uint8Array(readFileSync(path))]), basename(path));
      const answer = await fetch(`${url}/api/import`, { method: 'POST', body: form });
      expect([200, 400]).toContain(answer.status);
      taken += Number(answer.status === 200);
      search(`answer to ${path}`, await answer.text());
    }
  }
  const odd = await fetch(`${url}/api/import?source=${CANARY}`, { method: 'POST', body: CANARY });
  expect(odd.status).toBe(404);
  expect(taken).toBeGreaterThan(10);
  expect(leaks).toEqual([]);
});

it('a receiver is told of every call, and of nothing that was said', async () => {
  for (const { whole, asked } of Object.values(CANARY_WIRES)) {
    const time = '2026-10-01T00:00:00Z';
    const body = JSON.stringify({ provider: 'house', model: 'm', time, response: whole, request: asked });
    await fetch(`${url}/api/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
  }
  // Some samples lie ahead of the clock: their days are not over.
  await test.until(async () => {
    const [calls, rollups] = (await test.service.webhooks.statuses()).webhooks;
    return calls!.waiting === 0 && calls!.replay === null && rollups!.delivered > 5 && rollups!.waiting <= 2;
  });
  expect(messages).toBeGreaterThan(await test.calls());
  expect(told).toContain('usage.rollup');
  search('messages', told);
  const statuses = await (await fetch(`${url}/api/webhooks`)).text();
  search('states', statuses);
  for (const path of filesBelow(test.home).filter((one) => !one.endsWith('-shm')))
    search(path, readFileSync(path, 'latin1'));
  expect(leaks).toEqual([]);
}, 120_000);
