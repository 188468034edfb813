import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { started, stopServers } from '../http-kit.ts';
import { writeFile } from '../kit.ts';
import { closeServices, imported, startService, type TestService } from '../service-kit.ts';

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

const readLogs = async (test: TestService): Promise<void> => {
  writeFile(join(test.home, 'meterline.toml'), `[sources.codex]\nroots = [${JSON.stringify(LOGS)}]\n`);
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
