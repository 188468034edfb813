import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { started, stopServers } from '../packages/server/test/http-kit.ts';
import { freshFolder, writeFile } from '../packages/server/test/kit.ts';
import { encodeLogs } from '../packages/server/test/otlp/otlp-kit.ts';
import {
  closeServices,
  imported,
  startService,
  type TestService,
} from '../packages/server/test/service-kit.ts';
import { meterlineJson } from './run-meterline.ts';

/** Calls that an agent's log and its telemetry tell of: one where both say the request's id, else perhaps two. */
const CALLS = [90_000, 170_000, 260_000];
const SESSION = '0190c3a4-7f2b-7000-8000-1234567890ab';
const MODEL = 'claude-opus-4-8';
const MINUTE_MS = 60_000;

afterEach(async () => {
  await stopServers();
  await closeServices();
});

const idOf = (index: number): string => `req_011Q4mgAnx13LAmxiLATu1W${index}`;

const logLine = (input: number, index: number, at: number): string => {
  const message = {
    id: `msg_01OverlapOverlapOverlap${index}`,
    model: MODEL,
    stop_reason: 'end_turn',
    usage: { input_tokens: input, output_tokens: 50 },
  };
  const timestamp = new Date(at).toISOString();
  const line = { type: 'assistant', uuid: `uuid-${index}`, sessionId: SESSION, cwd: '/home/dev/shop' };
  return `${JSON.stringify({ ...line, timestamp, requestId: idOf(index), message })}\n`;
};

const telemetry = (input: number, index: number, at: number, keyed: boolean) => ({
  at,
  attributes: {
    'event.name': 'api_request',
    'event.timestamp': new Date(at).toISOString(),
    'session.id': SESSION,
    model: MODEL,
    input_tokens: input,
    output_tokens: 50,
    cache_read_tokens: 0,
    cache_creation_tokens: 0,
    duration_ms: 900,
    ...(keyed ? { request_id: idOf(index) } : {}),
  },
});

const readLog = async (test: TestService, root: string): Promise<void> => {
  writeFileSync(
    join(test.home, 'meterline.toml'),
    `[sources.claude-code]\nroots = [${JSON.stringify(root)}]\n`,
  );
  await test.service.reload();
  test.service.scan();
  await test.until(async () => {
    for await (const call of test.service.reader().ledger.events({ where: [], order: 'newest', limit: 100 }))
      if (call.project === '/home/dev/shop') return true;
    return false;
  });
};

interface Finding {
  readonly key: { readonly check: string; readonly subject: string | null };
  readonly level: string;
  readonly count: number | null;
  readonly text: string;
  readonly fix: string | null;
}

/** What `doctor` finds doubled where the telemetry says the requests' ids, or does not. */
const doubles = async (
  keyed: boolean,
): Promise<{ calls: number; found: readonly Finding[]; shown: unknown }> => {
  const begin = Date.now() - 30 * MINUTE_MS;
  const at = (index: number): number => begin + index * MINUTE_MS;
  const root = freshFolder();
  const lines = CALLS.map((input, index) => logLine(input, index, at(index)));
  writeFile(join(root, 'projects/shop/s1.jsonl'), lines.join(''));
  const logs = CALLS.map((input, index) => telemetry(input, index, at(index) + 900, keyed));
  const body = encodeLogs(logs, 'json', { 'service.name': 'claude-code' }).toString();
  const test = await startService({ watch: false });
  await imported(test);
  const { url } = await started(test.service);
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${url}/v1/logs`, { method: 'POST', headers, body })).status).toBe(200);
  await readLog(test, root);
  const calls = await test.calls();
  const { rows: shown } = (await (await fetch(`${url}/api/overlaps`)).json()) as { rows: unknown };
  await stopServers();
  await closeServices();
  const { rows } = meterlineJson(['doctor'], { env: { METERLINE_HOME: test.home } }) as { rows: Finding[] };
  return { calls, found: rows.filter(({ key }) => key.check === 'double'), shown };
};

it('names the two roads, the calls, the money and what to do where nothing proves that they are the same', async () => {
  const { calls, found, shown } = await doubles(false);
  expect(calls).toBe(2 * CALLS.length);
  expect(found).toMatchObject([
    {
      key: { subject: 'claude-code+claude-code by otlp' },
      level: 'warning',
      count: CALLS.length,
      fix: 'meterline disconnect claude-code',
    },
  ]);
  // 520,000 tokens in and 150 out, at $5 and $25 a million.
  expect(found[0]!.text).toContain('claude-code and claude-code by otlp tell of 3 calls');
  expect(found[0]!.text).toContain('$2.60 may be counted twice');
  expect(shown).toEqual([
    {
      tellers: ['claude-code', 'claude-code by otlp'],
      calls: CALLS.length,
      listNanoUsd: 2_603_750_000,
      firstAt: expect.any(Number),
      log: 'claude-code',
    },
  ]);
});

it('shows nothing where both roads say the same ids', async () => {
  expect(await doubles(true)).toEqual({ calls: CALLS.length, found: [], shown: [] });
});
