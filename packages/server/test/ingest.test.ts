import { gzipSync } from 'node:zlib';
import { MeterlineError } from '@meterline/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingest } from '../src/ingest/ingest.ts';
import { SLICE_ITEMS } from '../src/ingest/limits.ts';
import { started, stopServers } from './http-kit.ts';
import { closeServices, startService, type TestService } from './service-kit.ts';

let test: TestService;
let url: string;
beforeEach(async () => {
  test = await startService({ watch: false });
  url = (await started(test.service)).url;
  await test.until(() => test.of('import').some(({ state }) => state.phase === 'idle'));
});
afterEach(async () => {
  await stopServers();
  await closeServices();
});

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${url}/api/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
const send = async (value: unknown, headers?: Record<string, string>) => {
  const answer = await post(JSON.stringify(value), headers);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const usage = async (query = '') =>
  (await (await fetch(`${url}/api/usage?period=all${query}`)).json()) as {
    totals: { calls: number; tokens: Record<string, number>; cost: { listNanoUsd: number } };
    rows: { key: Record<string, string | null> }[];
  };

const call = {
  id: 'a1',
  provider: 'openai',
  model: 'gpt-5.4',
  tokens: { input: 1000, output: 50 },
  feature: 'f',
};

describe('calls that a program sends', () => {
  it('are in the ledger, priced, when the answer is there; sending again adds nothing', async () => {
    expect(await send(call)).toMatchObject({ status: 200, body: { accepted: 1, added: 1, items: [] } });
    expect(await send([call, call])).toMatchObject({ status: 200, body: { accepted: 2, added: 0 } });
    const { totals, rows } = await usage('&by=feature,source');
    expect(totals).toMatchObject({ calls: 1, tokens: { input: 1000, output: 50 } });
    expect(totals.cost.listNanoUsd).toBeGreaterThan(0);
    expect(rows[0]!.key).toEqual({ feature: 'f', source: 'ingest' });
  });

  it('may be one a line, and gzip', async () => {
    const lines = [call, { ...call, id: 'a2' }].map((one) => JSON.stringify(one)).join('\n');
    const answer = await post(gzipSync(lines), {
      'content-type': 'application/x-ndjson',
      'content-encoding': 'gzip',
    });
    expect(await answer.json()).toMatchObject({ accepted: 2, added: 2 });
  });

  it('are taken one by one: the good ones count, the others are named', async () => {
    const bad = { ...call, id: 'b', tokens: { input: -1 } };
    const odd = { ...call, id: 'c', colour: 'red' };
    const { status, body } = await send([call, bad, 7, odd]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, rejected: 2, added: 2 });
    expect(body['items']).toEqual([
      {
        index: 1,
        status: 'rejected',
        problems: expect.arrayContaining([expect.objectContaining({ field: 'tokens.input' })]),
      },
      { index: 2, status: 'rejected', problems: [expect.objectContaining({ field: 'line' })] },
      { index: 3, status: 'accepted', problems: [expect.objectContaining({ field: 'colour' })] },
    ]);
    expect((await send([bad])).status).toBe(400);
  });

  it("may be a provider's answer as it is, and nothing of what it says is kept", async () => {
    const text = 'canary of an answer';
    const response = {
      id: 'msg_01AbCdEfGhIjKlMnOpQrStUv',
      type: 'message',
      model: 'claude-opus-4-6',
      content: [{ type: 'text', text }],
      usage: { input_tokens: 10, cache_read_input_tokens: 90, output_tokens: 5 },
    };
    const { body } = await send({ provider: 'anthropic', response, user: 'ann' });
    expect(body).toMatchObject({ added: 1 });
    const { rows } = await usage('&by=model,user');
    expect(rows[0]!.key).toEqual({ model: 'claude-opus-4-6', user: 'ann' });
    const answers = await Promise.all(
      ['/api/calls?period=all', '/api/issues'].map(async (path) => (await fetch(url + path)).text()),
    );
    expect(answers.join()).not.toContain(text);
    expect(answers[0]).toContain('"cacheRead":90');
  });

  it('without time and id are told as they happen', async () => {
    const { id: _, ...plain } = call;
    await send(plain);
    await send(plain);
    expect((await usage()).totals.calls).toBe(2);
  });

  it('with a time and no id are the same when they are sent again', async () => {
    const { id: _, ...plain } = { ...call, time: '2026-11-01T10:00:00Z' };
    expect((await send([plain, plain])).body).toMatchObject({ added: 2 });
    expect((await send([plain, plain])).body).toMatchObject({ added: 0, unchanged: 2 });
  });

  it('may be more than one slice: each is judged, and others are answered between', async () => {
    const many = Array.from({ length: 3 * SLICE_ITEMS + 1 }, (_, i) =>
      i % SLICE_ITEMS === 1 ? 7 : { ...call, id: `many-${i}` },
    );
    const { body } = await send(many);
    expect(body).toMatchObject({ accepted: many.length - 3, rejected: 3, added: many.length - 3 });
    expect((body['items'] as { index: number }[]).map(({ index }) => index)).toEqual([
      1,
      SLICE_ITEMS + 1,
      2 * SLICE_ITEMS + 1,
    ]);
    expect((await usage()).totals.calls).toBe(many.length - 3);
  });

  it('that find no ledger are answered as such, however many slices they are', async () => {
    const fault = new MeterlineError({ code: 'LEDGER_LOCKED', message: 'Somebody else writes.' });
    let asked = 0;
    const record = async () => {
      asked += 1;
      throw fault;
    };
    const body = Buffer.from(JSON.stringify(Array.from({ length: 3 * SLICE_ITEMS }, () => call)));
    await expect(ingest(body, '', { ...test.service.recorder, record }, 0)).rejects.toBe(fault);
    expect(asked).toBe(1);
  });

  it('are refused from pages of other sites, and in the types that these may send unasked', async () => {
    expect((await send(call, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await post(JSON.stringify(call), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await usage()).totals.calls).toBe(0);
  });

  it('never bring down the server, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.json(), fc.constantFrom('', '[]', '{}', '\n\n')),
        async (body) => {
          const { status } = await post(body);
          expect([200, 400]).toContain(status);
        },
      ),
      { numRuns: 60 },
    );
    expect((await post(gzipSync('x').subarray(0, 9), { 'content-encoding': 'gzip' })).status).toBe(400);
    expect((await post('{}', { 'content-encoding': 'br' })).status).toBe(400);
  });
});
