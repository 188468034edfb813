import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { newSecret } from '@meterline/server';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { meterlineIn, type Running, until } from './serve-meterline.ts';

/** Calls are sent to the real program, which is killed again and again; the receiver must have heard of each. */
const SECRET = newSecret();
const ROUNDS = 2;
const CALLS_A_ROUND = 400;

interface Got {
  readonly message: string;
  readonly call: string;
  readonly type: string;
}

let receiver: Server;
let running: Running;
const got: Got[] = [];
beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const headers = request.headers as Record<string, string>;
      const { type, data } = new Webhook(SECRET).verify(body, headers) as {
        type: string;
        data: { call: { id: string } };
      };
      got.push({ message: headers['webhook-id']!, call: data.call.id, type });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
  running = await meterlineIn({
    env: { METERLINE_WEBHOOK_SECRET: SECRET },
    fill: (home) => {
      mkdirSync(join(home, '.meterline'), { recursive: true });
      writeFileSync(
        join(home, '.meterline/meterline.toml'),
        `[webhooks.team]\nurl = "${url}"\nsecretEnv = "METERLINE_WEBHOOK_SECRET"\n`,
      );
    },
  });
});
afterAll(async () => {
  await running.kill();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const call = (round: number, index: number) => ({
  id: `call-${round}-${index}`,
  provider: 'openai',
  model: 'gpt-5.4',
  tokens: { input: index, output: round },
});

/** One call after the other, until it does not answer any more. */
const sendCalls = async (round: number): Promise<void> => {
  for (let index = 0; index < CALLS_A_ROUND; index++) {
    const body = JSON.stringify(call(round, index));
    const headers = { 'content-type': 'application/json' };
    const sent = await fetch(`${running.url}/api/events`, { method: 'POST', headers, body }).catch(
      () => undefined,
    );
    if (sent === undefined) return;
  }
};

const state = async (): Promise<{ readonly state: string; readonly waiting: number }> => {
  const { rows } = (await running.ask('/webhooks')) as { rows: { state: string; waiting: number }[] };
  return rows[0]!;
};

it('every call that is in the ledger is told, whenever Meterline is killed; one told twice has one id', async () => {
  for (let round = 0; round < ROUNDS; round++) {
    await running.start();
    await until('delivers', async () => (await state()).state === 'ok');
    const sending = sendCalls(round);
    const before = got.length;
    await until('has told some', () => got.length >= before + 20 * (round + 1));
    await running.kill();
    await sending;
  }
  await running.start();
  await until('has told all', async () => (await state()).waiting === 0);
  const { rows } = running.json('calls', '--limit', '5000') as { rows: { key: { call: string } }[] };
  const recorded = rows.map(({ key }) => key.call);
  expect(recorded.length).toBeGreaterThan(ROUNDS * 20);
  expect([...new Set(got.map((one) => one.call))].sort()).toEqual(recorded.sort());
  // Nothing was told under two ids: a receiver that remembers ids counts each call once.
  const ids = new Map<string, Set<string>>();
  for (const { message, call: id, type } of got) {
    expect(type).toBe('call.recorded');
    ids.set(id, (ids.get(id) ?? new Set()).add(message));
  }
  expect([...ids.values()].filter((messages) => messages.size > 1)).toEqual([]);
}, 180_000);
