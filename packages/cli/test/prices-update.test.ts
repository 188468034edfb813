import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { PriceBook } from '@meterline/core';
import { priceBook } from '@meterline/prices';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { versionOf } from '../../prices/src/canonical-json.ts';
import { runCli, smallBook, throwAwayFolder } from './run-cli.ts';

/** A newer book: one more model, the past as it was. */
const newer = (): PriceBook => {
  const book = {
    ...smallBook(priceBook()),
    asOf: '2026-12-01',
    models: {
      ...smallBook(priceBook()).models,
      'openai:gpt-9': {
        p: [{ from: '2026-12-01T00:00:00Z', r: { in: 1, out: 2 }, src: 'openai', conf: 'O' as const }],
      },
    },
  };
  return { ...book, version: versionOf(book) };
};

const ANSWERS: Readonly<Record<string, () => { status: number; body: string; location?: string }>> = {
  '/book.json': () => ({ status: 200, body: JSON.stringify(newer()) }),
  '/page.html': () => ({ status: 200, body: '<html>' }),
  '/older.json': () => {
    const book = { ...newer(), asOf: '2026-01-01' };
    return { status: 200, body: JSON.stringify({ ...book, version: versionOf(book) }) };
  },
  '/rewritten.json': () => {
    const book = newer();
    const models = { ...book.models, 'openai:gpt-5.4': { p: [{ r: { in: 0.01, out: 0.01 } }] } };
    return {
      status: 200,
      body: JSON.stringify({ ...book, models, version: versionOf({ ...book, models }) }),
    };
  },
  '/forged.json': () => ({ status: 200, body: JSON.stringify({ ...newer(), asOf: '2026-12-02' }) }),
  '/moved': () => ({ status: 302, body: '', location: 'https://elsewhere.example/book.json' }),
  '/large': () => ({ status: 200, body: 'x'.repeat(9_000_000) }),
};

let server: Server;
let origin = '';
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    const answer = ANSWERS[request.url ?? '']?.() ?? { status: 404, body: 'no' };
    response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
    response.end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe('prices update', () => {
  it('fetches, checks and keeps a newer book', async () => {
    const home = throwAwayFolder();
    const ran = await runCli(['prices', 'update', '--url', `${origin}/book.json`], { home });
    expect(ran).toMatchObject({ status: 0, err: '' });
    expect(ran.out).toMatch(/price book of 2026-12-01.*\(\+1\); before, that of 2026-11-20/);
    expect(readdirSync(join(home, 'price-books'))).toEqual([
      expect.stringMatching(/^2026-12-01-[0-9a-f]{12}\.json$/),
    ]);
  });

  it.each([
    ['/page.html', 'PRICE_BOOK_INVALID', /not JSON/],
    ['/older.json', 'PRICE_BOOK_INVALID', /older/],
    ['/forged.json', 'PRICE_BOOK_INVALID', /version/],
    ['/rewritten.json', 'PRICE_BOOK_INVALID', /change the past/],
    ['/nothing', 'PRICE_BOOK_UNREACHABLE', /404/],
    ['/moved', 'PRICE_BOOK_UNREACHABLE', /could not be reached/],
    ['/large', 'PRICE_BOOK_UNREACHABLE', /larger than/],
  ])('refuses %s and keeps what it has', async (path, code, reason) => {
    const home = throwAwayFolder();
    const ran = await runCli(['prices', 'update', '--url', origin + path], { home });
    expect(ran).toMatchObject({ status: 1, out: '' });
    expect(ran.err).toContain(code);
    expect(ran.err).toMatch(reason);
    expect(readdirSync(home)).not.toContain('price-books');
  });

  it('says what a book is and how to give one where no address is set', async () => {
    const ran = await runCli(['prices', 'update']);
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/In use is that of 2026-11-20 with \d+ models/);
    expect(ran.err).toMatch(/--url https.*--file FILE.*config set pricesUrl/);
  });

  it('fetches from the address that is configured', async () => {
    const home = throwAwayFolder();
    expect((await runCli(['config', 'set', 'pricesUrl', 'http://far.example/x'], { home })).status).toBe(2);
    expect((await runCli(['config', 'set', 'pricesUrl', `${origin}/book.json`], { home })).status).toBe(0);
    expect((await runCli(['prices', 'update'], { home })).out).toMatch(/price book of 2026-12-01/);
  });

  it('says so when it is offline', async () => {
    const ran = await runCli(['prices', 'update', '--url', 'http://127.0.0.1:1/book.json']);
    expect(ran.status).toBe(1);
    expect(ran.err).toMatch(/could not be reached.*\[PRICE_BOOK_UNREACHABLE\]/);
    expect(ran.err).toContain('stays');
  });

  it('is the only command that asks anybody', async () => {
    const before = asked;
    const env = { METERLINE_PRICES_URL: `${origin}/book.json` };
    for (const argv of [
      [],
      ['costs'],
      ['prices'],
      ['prices', 'gpt-5.4'],
      ['doctor'],
      ['reprice', '--dry-run'],
    ])
      expect((await runCli(argv, { env })).status).toBe(0);
    expect(asked).toBe(before);
    expect((await runCli(['prices', 'update'], { env })).status).toBe(0);
    expect(asked).toBe(before + 1);
  });
});
