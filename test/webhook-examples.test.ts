import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { loadConfig, newSecret } from '@meterline/server';
import { CHANGES_KEPT } from '@meterline/store';
import { Webhook } from 'standardwebhooks';
import { afterEach, expect, it } from 'vitest';
import {
  MAX_ROLLUP_ROWS,
  SAVE_EVERY_MESSAGES,
  SEND_TIMEOUT_MS,
} from '../packages/server/src/webhooks/limits.ts';
import { REFUSED_TRIES, RETRY_DELAYS_MS } from '../packages/server/src/webhooks/retry-schedule.ts';
import { sign } from '../packages/server/src/webhooks/sign.ts';
import { freshFolder, writeFile } from '../packages/server/test/kit.ts';
import { closeServices, startService } from '../packages/server/test/service-kit.ts';
import { eventOf, T0 } from '../packages/server/test/webhooks/kit.ts';
import { guide } from './doc-examples.ts';

const WEBHOOKS = guide('webhooks.md');
const SECRET = newSecret();

const children: ChildProcess[] = [];
afterEach(async () => {
  await closeServices();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const freePort = async (): Promise<number> => {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
};

/** The receiver of the guide as a program of its own, which says what it has got. */
const startReceiver = async (): Promise<{ readonly url: string; readonly said: () => string }> => {
  const [receiver = ''] = WEBHOOKS.blocks('js');
  const folder = freshFolder();
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(
    join(import.meta.dirname, '../node_modules/standardwebhooks'),
    join(folder, 'node_modules/standardwebhooks'),
  );
  const told = receiver.replace(
    'response.writeHead(204)',
    'console.log(JSON.stringify([...calls.keys()])); response.writeHead(204)',
  );
  expect(told).not.toBe(receiver);
  const file = writeFile(join(folder, 'receiver.mjs'), told);
  const port = await freePort();
  const env = { ...process.env, METERLINE_WEBHOOK_SECRET: SECRET, PORT: `${port}` };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const url = `http://127.0.0.1:${port}/hook`;
  while (
    !(await fetch(url).then(
      () => true,
      () => false,
    ))
  )
    await new Promise((resolve) => setTimeout(resolve, 20));
  return { url, said: () => said };
};

it('the receiver of the guide takes what the service sends, and nothing else', async () => {
  const { url, said } = await startReceiver();
  const forged = { 'webhook-id': 'a', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' };
  expect((await fetch(url, { method: 'POST', headers: forged, body: '{}' })).status).toBe(401);
  const get = (name: string): string | undefined =>
    name === 'METERLINE_WEBHOOK_SECRET' ? SECRET : undefined;
  const test = await startService({ world: { env: { platform: 'linux', home: '/', get } } });
  await test.until(() => test.service.activity().lastImport !== null);
  const [toml = ''] = WEBHOOKS.blocks('toml');
  const [team = ''] = toml.split('\n\n');
  const logs = `[sources.jsonl]\nroots = [${JSON.stringify(join(test.log, '..'))}]\n`;
  writeFileSync(
    join(test.home, 'meterline.toml'),
    logs + team.replace(/"https:[^"]*"/, `"${url}"`).replace(/^where.*$/m, ''),
  );
  expect(await test.service.reload()).toMatchObject({ ok: true });
  await test.until(async () => (await test.service.webhooks.statuses()).webhooks[0]?.state === 'ok');
  await test.service.recorder.record([eventOf({ id: 'one', at: Date.now() - T0 })]);
  await test.until(() => said().includes(']'));
  const ids: string[] = [];
  for await (const { id } of test.service.reader().ledger.events({})) ids.push(id);
  expect(said().trim()).toBe(JSON.stringify(ids));
});

it('the settings of the guide are valid, and its example has the form of a message', () => {
  const home = freshFolder();
  writeFile(join(home, 'meterline.toml'), WEBHOOKS.blocks('toml')[0]!);
  expect(loadConfig(home, [])).toMatchObject({
    ok: true,
    value: { webhooks: { team: { where: ['environment=production'] }, sheet: { every: '1d' } } },
  });
  const [message = ''] = WEBHOOKS.blocks('json');
  expect(JSON.parse(message)).toMatchObject({ type: 'call.recorded', data: { call: {}, formerIds: [] } });
});

it('the Python of the guide signs as the library does', () => {
  const [python = ''] = WEBHOOKS.blocks('python');
  // Read, not run: a machine that tests need not have Python. Each part is what the specification says.
  for (const part of [
    'base64.b64decode(secret.removeprefix("whsec_"))',
    `f'{headers["webhook-id"]}.{headers["webhook-timestamp"]}.{body}'.encode()`,
    'hmac.new(key, signed, hashlib.sha256).digest()',
    '> 300',
    'headers["webhook-signature"].split(" ")',
  ])
    expect(python).toContain(part);
  const at = Date.now();
  const { 'webhook-signature': signature } = sign('msg_1', at, '{}', [
    Buffer.from(SECRET.slice(6), 'base64'),
  ]);
  expect(signature).toBe(new Webhook(SECRET).sign('msg_1', new Date(at), '{}'));
});

it('the guide says the limits as they are', () => {
  const text = WEBHOOKS.text.replace(/\s+/g, ' ');
  const units = [
    [3_600_000, 'h'],
    [60_000, 'min'],
    [1000, 's'],
  ] as const;
  const words = RETRY_DELAYS_MS.map((ms) => {
    const [length, unit] = units.find(([one]) => ms >= one)!;
    return `${ms / length} ${unit}`;
  });
  expect(text).toContain(`${words.slice(0, -1).join(', ')} and ${words.at(-1)}`);
  expect(text).toContain(`within ${SEND_TIMEOUT_MS / 1000} seconds`);
  expect(text).toContain(`given up after ${REFUSED_TRIES} tries`);
  expect(text).toContain(`at most ${SAVE_EVERY_MESSAGES} messages later`);
  expect(text).toContain(`the last ${CHANGES_KEPT.toLocaleString('en')} changes`);
  expect(text).toContain(`the ${MAX_ROLLUP_ROWS} most expensive`);
});
