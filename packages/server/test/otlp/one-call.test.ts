import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { started, stopServers } from '../http-kit.ts';
import { freshFolder, writeFile } from '../kit.ts';
import { closeServices, imported, startService, type TestService } from '../service-kit.ts';
import { encodeLogs } from './otlp-kit.ts';

afterEach(async () => {
  await stopServers();
  await closeServices();
});

const LOGS = join(import.meta.dirname, '../../../sources/src/codex/testdata/records');
/** The threads whose rollouts are among the samples. */
const THREADS = [
  '01a20125-9edb-7991-a855-8c5d18e5f7a0',
  '01a20127-d35a-7a93-9c47-24744b5dcaab',
  '01a20127-d45a-7340-8a5b-bc976ba4282a',
];

it("Claude Code's telemetry and its transcript are one call: the log's project, the telemetry's latency", async () => {
  const request = 'req_011Q4mgAnx13LAmxiLATu1W3';
  const root = freshFolder();
  const row = {
    type: 'assistant',
    timestamp: '2026-11-22T02:51:14.466Z',
    sessionId: 's1',
    cwd: '/home/dev/shop',
    requestId: request,
    uuid: '0b960f86-be10-4191-a904-d1b4cdb281a0',
    message: {
      id: 'msg_01AbCdEfGhIjKlMnOpQrStUv',
      model: 'claude-opus-5-5',
      stop_reason: 'end_turn',
      usage: {
        input_tokens: 13,
        output_tokens: 53,
        cache_read_input_tokens: 0,
        cache_creation_input_tokens: 12505,
        cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 12505 },
      },
    },
  };
  writeFile(join(root, 'projects/shop/s1.jsonl'), `${JSON.stringify(row)}\n`);
  const attributes = {
    'event.name': 'api_request',
    'event.timestamp': '2026-11-22T02:51:14.466Z',
    'session.id': 's1',
    model: 'claude-opus-5-5',
    input_tokens: 13,
    output_tokens: 53,
    cache_read_tokens: 0,
    cache_creation_tokens: 12505,
    duration_ms: 203,
    request_id: request,
  };
  const body = encodeLogs([{ attributes }], 'json', { 'service.name': 'claude-code' }).toString();
  const test = await startService({ watch: false });
  await imported(test);
  const { url } = await started(test.service);
  await send(url, body);
  await readLogs(test, 'claude-code', root);
  const answer = await fetch(`${url}/api/calls?period=all`);
  const { rows } = (await answer.json()) as { rows: Record<string, unknown>[] };
  expect(rows).toHaveLength(1);
  // This telemetry does not say how long what was cached lives, which decides the price: the transcript does.
  expect(rows[0]).toMatchObject({
    latencyMs: 203,
    project: '/home/dev/shop',
    tokens: { cacheWrite1h: 12505, output: 53 },
  });
});

it("Codex's telemetry and its rollouts are one call each, whichever comes first", async () => {
  const samples = readFileSync(join(import.meta.dirname, 'testdata/codex-logs.json'), 'utf8');
  const sent = JSON.parse(samples) as { resourceLogs: { scopeLogs: { logRecords: unknown[] }[] }[] };
  for (const scope of sent.resourceLogs.flatMap(({ scopeLogs }) => scopeLogs))
    scope.logRecords = scope.logRecords.filter((record) =>
      THREADS.some((thread) => JSON.stringify(record).includes(thread)),
    );
  const seen = [];
  for (const roads of [['log'], ['log', 'otlp'], ['otlp', 'log']]) {
    const test = await startService({ watch: false });
    await imported(test);
    const { url } = await started(test.service);
    for (const road of roads) await (road === 'log' ? readLogs(test) : send(url, JSON.stringify(sent)));
    seen.push(await sums(url));
    await stopServers();
    await closeServices();
  }
  const [alone, after, before] = seen;
  expect(alone!.calls).toBeGreaterThan(10);
  expect(after).toEqual({ ...alone, sources: expect.arrayContaining(['otlp']) });
  expect(before).toEqual(after);
});

const readLogs = async (test: TestService, source = 'codex', root = LOGS): Promise<void> => {
  writeFile(join(test.home, 'meterline.toml'), `[sources.${source}]\nroots = [${JSON.stringify(root)}]\n`);
  const imports = test.of('import').length;
  await test.service.reload();
  test.service.scan();
  await test.until(() =>
    test
      .of('import')
      .slice(imports)
      .some(({ state }) => state.phase === 'idle'),
  );
};

const send = async (url: string, body: string): Promise<void> => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${url}/v1/logs`, { method: 'POST', headers, body });
  expect(answer.status).toBe(200);
};

const sums = async (url: string) => {
  const answer = await fetch(`${url}/api/usage?period=all&by=source`);
  const { totals, rows } = (await answer.json()) as {
    totals: { calls: number; tokens: { total: number } };
    rows: { key: { source: string } }[];
  };
  return { calls: totals.calls, tokens: totals.tokens.total, sources: rows.map(({ key }) => key.source) };
};
