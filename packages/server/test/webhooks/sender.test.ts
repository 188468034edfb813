import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, describe, expect, it } from 'vitest';
import { newSecret, readSecrets } from '../../src/webhooks/secret.ts';
import { createSender, type Sender, waitOf } from '../../src/webhooks/sender.ts';
import { sign } from '../../src/webhooks/sign.ts';
import { OTHER_SECRET, SECRET } from './kit.ts';

const NOW = Date.UTC(2026, 9, 1);
const servers: Server[] = [];
const senders: Sender[] = [];
afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const receiver = async (
  answer: (request: IncomingMessage, response: ServerResponse, body: string) => void,
) => {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => answer(request, response, Buffer.concat(chunks).toString()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const sender = (timeoutMs?: number): Sender => {
  const one = createSender(() => NOW, timeoutMs);
  senders.push(one);
  return one;
};
const FAILED = { kind: 'failed', refused: false, retryAfterMs: 0 };

describe('a message on its way', () => {
  it('is verified by the library of the specification, with any of the secrets', async () => {
    const secrets = readSecrets(`${SECRET} ${OTHER_SECRET}`, 'A');
    if (!secrets.ok) throw new Error(secrets.fault.message);
    const seen: unknown[] = [];
    const url = await receiver((request, response, body) => {
      const headers = request.headers as Record<string, string>;
      for (const secret of [SECRET, OTHER_SECRET]) seen.push(new Webhook(secret).verify(body, headers));
      expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
      expect(() => new Webhook(SECRET).verify(`${body} `, headers)).toThrow();
      response.writeHead(204).end();
    });
    const body = JSON.stringify({ type: 'meterline.test', timestamp: 'now', data: { text: 'ü🙂' } });
    const headers = { ...sign('msg_1', Date.now(), body, secrets.value) };
    expect(await sender().send(url, headers, body)).toEqual({ kind: 'delivered', status: 204 });
    expect(seen).toEqual([JSON.parse(body), JSON.parse(body)]);
  });

  it('is not begun by a sender that is closed', async () => {
    let came = 0;
    const url = await receiver((_, response) => {
      came += 1;
      response.end();
    });
    const one = sender();
    const sent = one.send(url, {}, '{}');
    await one.close();
    expect((await sent).kind).toBe('failed');
    expect((await one.send(url, {}, '{}')).kind).toBe('failed');
    expect(came).toBe(0);
  });

  it.each([
    [200, { kind: 'delivered', status: 200 }],
    [299, { kind: 'delivered', status: 299 }],
    [410, { kind: 'gone' }],
    [400, { ...FAILED, refused: true, reason: 'HTTP 400' }],
    [404, { ...FAILED, reason: 'HTTP 404' }],
    [500, { ...FAILED, reason: 'HTTP 500' }],
  ])('that is answered with %i is that', async (status, outcome) => {
    const url = await receiver((_, response) =>
      response.writeHead(status).end('private words of the receiver'),
    );
    expect(await sender().send(url, {}, '{}')).toEqual(outcome);
  });

  it('is asked to wait', async () => {
    const url = await receiver((_, response) => response.writeHead(429, { 'retry-after': '120' }).end());
    expect(await sender().send(url, {}, '{}')).toEqual({
      ...FAILED,
      reason: 'HTTP 429',
      retryAfterMs: 120_000,
    });
    expect(waitOf(new Date(NOW + 90_000).toUTCString(), NOW)).toBe(90_000);
    expect(waitOf(new Date(NOW - 90_000).toUTCString(), NOW)).toBe(0);
    for (const odd of [undefined, '', '-5', '1.5', 'soon', '99999999999999'])
      expect(waitOf(odd, NOW)).toBe(0);
  });

  it('goes nowhere else', async () => {
    let reached = 0;
    const other = await receiver((_, response) => {
      reached += 1;
      response.writeHead(204).end();
    });
    const url = await receiver((_, response) => response.writeHead(307, { location: other }).end());
    expect(await sender().send(url, {}, '{}')).toEqual({ ...FAILED, reason: 'HTTP 307, a redirect' });
    expect(reached).toBe(0);
  });

  it('waits for no receiver that hangs, and is delivered where only the end of the answer hangs', async () => {
    const hanging = await receiver(() => {});
    expect(await sender(50).send(hanging, {}, '{}')).toEqual({ ...FAILED, reason: 'no answer in time' });
    const endless = await receiver((_, response) => void response.writeHead(200).write('x'));
    expect(await sender(200).send(endless, {}, '{}')).toEqual({ kind: 'delivered', status: 200 });
  });

  it('is not kept waiting by another to the same host', async () => {
    const url = await receiver((request, response) => {
      if (request.url !== '/hanging') response.writeHead(204).end();
    });
    const one = sender(2000);
    const hanging = one.send(`${url}/hanging`, {}, '{}');
    expect(await one.send(url, {}, '{}')).toMatchObject({ kind: 'delivered' });
    expect(await Promise.race([hanging, 'still on its way'])).toBe('still on its way');
    await hanging;
  });

  it('reads no more of an answer than it must', async () => {
    let written = 0;
    const flood = await receiver((_, response) => {
      response.writeHead(200);
      const more = (): void => {
        while (!response.destroyed && written < 2 ** 30 && response.write(Buffer.alloc(65_536)))
          written += 65_536;
      };
      response.on('drain', more);
      more();
    });
    expect(await sender().send(flood, {}, '{}')).toMatchObject({ kind: 'delivered' });
    expect(written).toBeLessThan(2 ** 26);
  });

  it('meets receivers that reset, and that are not there', async () => {
    const reset = await receiver((request) => request.socket.resetAndDestroy());
    expect(await sender().send(reset, {}, '{}')).toMatchObject({
      ...FAILED,
      reason: expect.stringMatching(/^(ECONNRESET|UND_ERR_SOCKET)$/),
    });
    servers.at(-1)!.close();
    servers.at(-1)!.closeAllConnections();
    expect(await sender().send(reset, {}, '{}')).toMatchObject({ ...FAILED, reason: 'ECONNREFUSED' });
    expect(await sender().send('https://127.0.0.1:1/', {}, '{}')).toMatchObject(FAILED);
  });
});

describe('a secret', () => {
  it('is one, or several while one takes the place of another', () => {
    expect(readSecrets(SECRET, 'A')).toMatchObject({ ok: true, value: { length: 1 } });
    expect(readSecrets(` ${SECRET}\n${OTHER_SECRET} `, 'A')).toMatchObject({
      ok: true,
      value: { length: 2 },
    });
    expect(readSecrets(newSecret(), 'A').ok).toBe(true);
  });

  it.each([
    undefined,
    '',
    'whsec_',
    'whsec_c2hvcnQ=',
    `whsec_${Buffer.alloc(65).toString('base64')}`,
    SECRET.slice('whsec_'.length),
    `${SECRET} nonsense`,
    Array.from({ length: 5 }, () => SECRET).join(' '),
  ])('is not %s, and no fault says what it was', (text) => {
    const secrets = readSecrets(text, 'HOOK');
    if (secrets.ok) throw new Error('taken');
    expect(secrets.fault.message).toContain('HOOK');
    expect(JSON.stringify(secrets.fault)).not.toMatch(/c2hv|nonsense|BwcHB/);
  });
});
