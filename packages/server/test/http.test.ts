import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serve } from '../src/http/serve.ts';
import type { Service } from '../src/service/service.ts';
import { type Answered, ask, dashboard, pageToken, SCRIPT, started, stopServers } from './http-kit.ts';
import { callLines, freshFolder } from './kit.ts';
import { closeServices, imported, startService } from './service-kit.ts';

let service: Service;
beforeAll(async () => {
  const test = await startService({ lines: callLines(3) });
  await imported(test);
  service = test.service;
});
afterEach(stopServers);
afterAll(closeServices);

const codeOf = (answer: Answered): unknown => answer.json().code;
const JSON_BODY = { 'content-type': 'application/json' };

describe('who is answered', () => {
  it.each([
    ['127.0.0.1:PORT', 200],
    ['localhost:PORT', 200],
    ['LOCALHOST', 200],
    ['[::1]:PORT', 200],
    // Through a tunnel the port is another.
    ['localhost:8080', 200],
    ['evil.example', 421],
    ['evil.example:PORT', 421],
    ['127.0.0.1.evil.example', 421],
    ['localhost.evil.example:PORT', 421],
    ['10.0.0.1', 421],
    ['127.0.0.1:PORT@evil.example', 400],
  ])('asked as %j: %i', async (host, status) => {
    const serving = await started(service);
    const headers = { host: host.replace('PORT', String(serving.port)) };
    for (const path of ['/api/status', '/', '/assets/index-abc123.js', '/api/openapi.json']) {
      const answer = await ask(serving, path, { headers });
      expect(answer.status, path).toBe(status);
      if (status === 421) expect(codeOf(answer)).toBe('HOST_REFUSED');
    }
  });

  it('is asked of each request, whatever was answered before', async () => {
    const serving = await started(service);
    const statusFor = async (host: string): Promise<number> =>
      (await ask(serving, '/api/status', { headers: { host } })).status;
    expect(await statusFor(`127.0.0.1:${serving.port}`)).toBe(200);
    expect(await statusFor('evil.example')).toBe(421);
    expect(await statusFor(`127.0.0.1:${serving.port}`)).toBe(200);
  });

  it('knows the name that it was started for', async () => {
    const serving = await started(service, { host: 'localhost' });
    expect((await ask(serving, '/api/status', { headers: { host: 'localhost' } })).status).toBe(200);
  });

  it.each([
    ['http://127.0.0.1:PORT', 200],
    ['http://evil.example', 403],
    ['http://127.0.0.1:1', 403],
    ['http://127.0.0.1', 403],
    ['https://127.0.0.1.evil.example:PORT', 403],
    ['null', 403],
    ['file://', 403],
    ['no address', 403],
  ])('asked by a page of %j: %i', async (origin, status) => {
    const serving = await started(service);
    const headers = { origin: origin.replace('PORT', String(serving.port)) };
    const answer = await ask(serving, '/api/status', {
      headers: { host: `127.0.0.1:${serving.port}`, ...headers },
    });
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    if (status === 403) expect(codeOf(answer)).toBe('ORIGIN_REFUSED');
  });

  it('refuses what a browser fetches for another site, but a link from there works', async () => {
    const serving = await started(service);
    for (const site of ['cross-site', 'same-site'])
      expect(codeOf(await ask(serving, '/api/status', { headers: { 'sec-fetch-site': site } }))).toBe(
        'ORIGIN_REFUSED',
      );
    expect((await ask(serving, '/', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(200);
    expect((await ask(serving, '/api/status', { headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(
      200,
    );
  });
});

describe('changes', () => {
  it('need the token of the page of this start', async () => {
    const first = await started(service);
    const second = await started(service);
    const old = await pageToken(first);
    const token = await pageToken(second);
    expect(token).toMatch(/^[\w-]{32}$/);
    expect(old).not.toBe(token);
    const scan = (headers: Record<string, string>) =>
      ask(second, '/api/scan', { method: 'POST', headers: { ...JSON_BODY, ...headers }, body: '{}' });
    expect((await scan({ 'x-meterline-token': token })).status).toBe(200);
    for (const headers of [
      {},
      { 'x-meterline-token': '' },
      { 'x-meterline-token': old },
      { 'x-meterline-token': `${token}x` },
    ]) {
      const answer = await scan(headers as Record<string, string>);
      expect([answer.status, codeOf(answer)]).toEqual([403, 'PAGE_TOKEN_STALE']);
    }
  });

  it('are JSON of a bounded size', async () => {
    const serving = await started(service);
    const headers = { 'x-meterline-token': await pageToken(serving) };
    const post = (body: string, more: Record<string, string>) =>
      ask(serving, '/api/scan', { method: 'POST', headers: { ...headers, ...more }, body });
    const large = JSON.stringify({ text: 'x'.repeat(70_000) });
    const refused: [string, Record<string, string>, number, string][] = [
      ['{}', { 'content-type': 'text/plain' }, 415, 'BODY_NOT_JSON'],
      ['{}', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'BODY_NOT_JSON'],
      ['{}', {}, 415, 'BODY_NOT_JSON'],
      [large, JSON_BODY, 413, 'BODY_TOO_LARGE'],
      [large, { ...JSON_BODY, 'transfer-encoding': 'chunked' }, 413, 'BODY_TOO_LARGE'],
      ['{', JSON_BODY, 400, 'REQUEST_INVALID'],
      ['[]', JSON_BODY, 400, 'REQUEST_INVALID'],
      ['{"canary-7f3a": 1}', JSON_BODY, 400, 'REQUEST_INVALID'],
    ];
    for (const [body, more, status, code] of refused) {
      const answer = await post(body, more);
      expect([answer.status, codeOf(answer)], body.slice(0, 20)).toEqual([status, code]);
      expect(answer.headers['content-type']).toBe('application/problem+json');
    }
    expect((await post('{}', { ...JSON_BODY, 'transfer-encoding': 'chunked' })).status).toBe(200);
  });
});

describe('what is not there', () => {
  it('is a problem that says so', async () => {
    const serving = await started(service);
    const headers = { ...JSON_BODY, 'x-meterline-token': await pageToken(serving) };
    const nothing = await ask(serving, '/api/nothing');
    expect(nothing.status).toBe(404);
    expect(nothing.json()).toEqual({
      type: '/docs/errors.md#ROUTE_NOT_FOUND',
      title: 'There is nothing at this address.',
      status: 404,
      detail: 'There is nothing at this address.',
      hint: 'All addresses of the API are listed in /api/openapi.json.',
      code: 'ROUTE_NOT_FOUND',
    });
    const wrong = await ask(serving, '/api/status', { method: 'DELETE', headers, body: '{}' });
    expect([wrong.status, codeOf(wrong), wrong.headers.allow]).toEqual([405, 'METHOD_NOT_ALLOWED', 'GET']);
    const get = await ask(serving, '/api/scan');
    expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
    expect(codeOf(await ask(serving, '/assets/gone-123.js'))).toBe('ROUTE_NOT_FOUND');
  });

  it('an unexpected error says nothing of itself', async () => {
    const told: unknown[] = [];
    const broken: Service = {
      ...service,
      reader: () => {
        throw new Error('canary-51c2 /home/somebody');
      },
    };
    const serving = await started(broken, { onUnexpected: (error) => told.push(error) });
    const answer = await ask(serving, '/api/settings');
    expect([answer.status, codeOf(answer)]).toEqual([500, 'INTERNAL']);
    expect(answer.text).not.toContain('canary');
    expect(told).toHaveLength(1);
  });
});

describe('every answer', () => {
  it('carries the headers that keep it to itself', async () => {
    const serving = await started(service, { token: 'a-token-of-the-tests' });
    const bearer = { authorization: 'Bearer a-token-of-the-tests' };
    const answers = [
      await ask(serving, '/api/status'),
      await ask(serving, '/', { headers: { accept: 'text/html' } }),
      await ask(serving, '/login.js'),
      await ask(serving, '/', { headers: { host: 'evil.example' } }),
      await ask(serving, '/', { headers: bearer }),
      await ask(serving, '/api/status', { headers: bearer }),
      await ask(serving, '/api/nothing', { headers: bearer }),
      await ask(serving, '/assets/index-abc123.js', { headers: bearer }),
      await ask(serving, '/api/stream', { method: 'HEAD', headers: bearer }),
    ];
    for (const { headers } of answers) {
      const policy = headers['content-security-policy'];
      expect(policy).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(policy).not.toMatch(/unsafe|data:|\*/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-resource-policy': 'same-origin',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['cache-control']).toMatch(/no-store|no-cache|immutable/);
    }
    expect(answers[5]?.headers['cache-control']).toBe('no-store');
  });
});

describe('a server with a token', () => {
  const TOKEN = 'correct-horse-battery';

  it('asks everybody for it', async () => {
    const serving = await started(service, { token: TOKEN });
    for (const path of [
      '/api/status',
      '/api/stream',
      '/api/openapi.json',
      '/',
      '/assets/index-abc123.js',
      '/api/nothing',
    ]) {
      for (const headers of [
        {},
        { authorization: 'Bearer wrong' },
        { authorization: `Basic ${TOKEN}` },
        { cookie: 'meterline=' },
        { cookie: `meterline=${TOKEN}` },
      ]) {
        const answer = await ask(serving, path, { headers: headers as Record<string, string> });
        expect([answer.status, codeOf(answer)], path).toEqual([401, 'TOKEN_REQUIRED']);
        expect(answer.text).not.toContain(TOKEN);
      }
      const answer = await ask(serving, path, {
        method: path === '/api/stream' ? 'HEAD' : 'GET',
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect(answer.status, path).toBe(path === '/api/nothing' ? 404 : 200);
    }
  });

  it('gives a browser a page that asks, and a cookie that opens', async () => {
    const serving = await started(service, { token: TOKEN });
    const page = await ask(serving, '/sessions', { headers: { accept: 'text/html' } });
    expect(page.status).toBe(401);
    expect(page.text).toContain('<script type="module" src="/login.js">');
    expect(page.text).not.toMatch(/meterline-token/);
    expect((await ask(serving, '/login.js')).text).toContain('/api/login');
    const login = (token: unknown) =>
      ask(serving, '/api/login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ token }) });
    for (const wrong of ['', 'x', `${TOKEN} `, 7, null, { a: 1 }]) {
      const answer = await login(wrong);
      expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
    }
    const answer = await login(TOKEN);
    expect(answer.status).toBe(204);
    const [cookie = ''] = answer.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^meterline=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(cookie).not.toContain(TOKEN);
    const headers = { cookie: `other=1; ${cookie.split(';')[0]}` };
    expect((await ask(serving, '/api/status', { headers })).status).toBe(200);
    // A login of the same token outlives a new start.
    const again = await started(service, { token: TOKEN });
    expect((await ask(again, '/api/status', { headers })).status).toBe(200);
    const other = await started(service, { token: `${TOKEN}-other` });
    expect((await ask(other, '/api/status', { headers })).status).toBe(401);
  });

  it('still asks changes for the token of the page', async () => {
    const serving = await started(service, { token: TOKEN });
    const headers = { ...JSON_BODY, authorization: `Bearer ${TOKEN}` };
    expect(codeOf(await ask(serving, '/api/scan', { method: 'POST', headers, body: '{}' }))).toBe(
      'PAGE_TOKEN_STALE',
    );
  });

  it('is what another address than loopback needs, and it must be long enough', async () => {
    const options = { port: 0, assets: dashboard() };
    expect(await serve(service, { ...options, host: '0.0.0.0' })).toMatchObject({
      ok: false,
      fault: { code: 'HOST_NEEDS_TOKEN', message: expect.stringMatching(/reached from other machines/) },
    });
    expect(await serve(service, { ...options, token: 'short' })).toMatchObject({
      ok: false,
      fault: { code: 'USAGE_FLAG_INVALID' },
    });
    const serving = await started(service, { host: '0.0.0.0', token: TOKEN });
    // Any name leads there, so the token is what counts.
    const headers = { host: 'desk.local', authorization: `Bearer ${TOKEN}` };
    expect((await ask(serving, '/api/status', { headers })).status).toBe(200);
  });
});

describe('the dashboard', () => {
  it('is given compressed, once, and as a page for every place in it', async () => {
    const serving = await started(service);
    const script = '/assets/index-abc123.js';
    const get = (headers: Record<string, string>, method = 'GET') =>
      ask(serving, script, { headers, method });
    const encodings = [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['gzip;q=1.0, br;q=0', 'gzip'],
      ['', undefined],
    ] as const;
    for (const [accepted, encoding] of encodings) {
      const answer = await get({ 'accept-encoding': accepted });
      expect(answer.headers['content-encoding']).toBe(encoding);
      expect(answer.headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
      const again = await get({
        'accept-encoding': accepted,
        'if-none-match': `"x", ${answer.headers.etag}`,
      });
      expect([again.status, again.text]).toEqual([304, '']);
    }
    expect((await get({})).text).toBe(SCRIPT);
    const head = await get({}, 'HEAD');
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      200,
      '',
      String(SCRIPT.length),
    ]);

    const page = await ask(serving, '/');
    expect(page.headers['cache-control']).toBe('no-cache');
    for (const path of ['/sessions', '/sessions/a%2Fb?range=30d', '/index.html', '/models/gpt-5.4/x'])
      expect((await ask(serving, path)).text, path).toBe(page.text);
    expect(
      (await ask(serving, '/', { headers: { 'if-none-match': String(page.headers.etag) } })).status,
    ).toBe(304);
    expect((await ask(serving, '/robots.txt')).text).toBe('User-agent: *');
  });

  it('gives nothing else of the disk', async () => {
    const serving = await started(service);
    const paths = [
      '/../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/assets/..%5c..%5cx.json',
      '/.vite/manifest.json',
      '/%00.js',
      '/%',
      '/assets/%2e%2e/%2e%2e/etc/passwd.txt',
      '//etc/hosts.txt',
      '/assets/index-abc123.js.br',
      '/assets/index-abc123.js%00.html',
    ];
    for (const path of paths) {
      const answer = await ask(serving, path);
      expect(answer.status, path).not.toBe(500);
      expect(answer.text, path).not.toMatch(/workspaces|"version"|root:|^\{\}$/);
    }
  });

  it('says kindly that it is not built', async () => {
    const serving = await started(service, { assets: freshFolder() });
    const answer = await ask(serving, '/');
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/html; charset=UTF-8']);
    expect(answer.text).toMatch(/not built.*npm start/s);
  });
});

describe('the port', () => {
  it('that is taken by a Meterline is said to be, and another is offered or taken', async () => {
    const first = await started(service);
    const asked = await serve(service, { port: first.port, assets: dashboard() });
    expect(asked).toMatchObject({
      ok: false,
      fault: {
        code: 'PORT_TAKEN',
        message: expect.stringMatching(/taken by Meterline 0\.0\.0, which is running already \(http:/),
        hint: expect.stringMatching(/--port \d+, which is free/),
      },
    });
    const locked = await started(service, { token: 'a-token-of-the-tests' });
    expect(await serve(service, { port: locked.port, assets: dashboard() })).toMatchObject({
      fault: { message: expect.stringMatching(/a Meterline that is running already/) },
    });
  });

  it('that another program has is said to be taken', async () => {
    const other = createServer((_asked, answer) => answer.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    expect(await serve(service, { port, assets: dashboard() })).toMatchObject({
      fault: { code: 'PORT_TAKEN', message: `Port ${port} is taken by another program.` },
    });
    other.close();
  });

  it('that cannot be used is a fault', async () => {
    const unusable = await serve(service, {
      host: '192.0.2.1',
      port: 0,
      token: 'a-token-of-the-tests',
      assets: dashboard(),
    });
    expect(unusable).toMatchObject({ fault: { code: 'PORT_UNUSABLE' } });
  });
});

describe('stopping', () => {
  it('lets a running answer end and waits for nobody else, accepts no other, and leaves the port', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let begun = (): void => {};
    const asked = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const reader = service.reader();
    const stats = async () => {
      begun();
      await held;
      return reader.ledger.stats();
    };
    const slow: Service = { ...service, reader: () => ({ ...reader, ledger: { ...reader.ledger, stats } }) };
    const serving = await started(slow);
    const silent = connect(serving.port, '127.0.0.1').on('error', () => {});
    await once(silent, 'connect');
    const answer = ask(serving, '/api/status');
    await asked;
    const left = once(silent, 'close');
    const stopped = serving.stop();
    await left;
    await expect(ask(serving, '/api/status')).rejects.toThrow(/ECONNREFUSED/);
    release();
    expect((await answer).status).toBe(200);
    await stopped;
    const again = await started(service, { port: serving.port });
    expect((await ask(again, '/api/status')).status).toBe(200);
  });
});

describe('clients that do not behave', () => {
  it('are cut off when they never end their headers', async () => {
    const serving = await started(service, { headersTimeoutMs: 1000 });
    const socket = connect(serving.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.resume();
    socket.write('GET /api/status HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    const drip = setInterval(() => socket.write('x'), 500);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(drip);
    expect((await ask(serving, '/api/status')).status).toBe(200);
  });

  it('get no answer to what is no HTTP, or too long', async () => {
    const serving = await started(service);
    for (const text of [
      'rubbish\r\n\r\n',
      `GET /${'a'.repeat(40_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
      'GET / HTTP/1.1\r\n\r\n',
    ]) {
      const socket = connect(serving.port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      socket.on('error', () => {});
      socket.write(text);
      await new Promise((resolve) => socket.once('close', resolve));
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await ask(serving, '/api/status')).status).toBe(200);
  });
});
