import { join } from 'node:path';
import type { UsageEvent } from '@meterline/core';
import { openMeterline } from '@meterline/server';
import { afterEach, describe, expect, it } from 'vitest';
import { started, stopServers } from '../../server/test/http-kit.ts';
import { closeServices, startService } from '../../server/test/service-kit.ts';
import { MAX_SEEN } from '../src/tail/limits.ts';
import { createUnseen } from '../src/tail/unseen.ts';
import { runCli, throwAwayFolder } from './run-cli.ts';
import { NOW } from './sample-calls.ts';

const call = (id: string, more: Partial<UsageEvent> = {}): UsageEvent => ({
  keys: [`test:${id}`],
  startedAt: NOW - 1000,
  source: 'gateway',
  capture: 'gateway',
  provider: 'openai',
  model: 'gpt-5.4',
  tokens: { input: 1200, cacheRead: 800, output: 150 },
  status: 'ok',
  confidence: 'exact',
  ...more,
});

describe('meterline calls', () => {
  const calls = [
    call('a', { startedAt: NOW - 3000, feature: 'summary', user: '42', latencyMs: 812 }),
    call('b', { startedAt: NOW - 2000, status: 'error', errorType: 'rate_limit_error', tokens: {} }),
    call('c', { model: 'nobody-knows', app: 'shop' }),
  ];
  const run = (...args: readonly string[]) =>
    runCli(['calls', ...args], { calls, columns: 160, env: { NO_COLOR: '1' } });

  it('lists them newest first, with what is known of each', async () => {
    const { out, status } = await run();
    expect(status).toBe(0);
    const lines = out.split('\n').filter((line) => / gpt-5\.4 | nobody-knows /.test(line));
    expect(lines[0]).toMatch(/shop .* no price$/);
    expect(lines[1]).toMatch(/rate_limit_error/);
    expect(lines[2]).toMatch(/summary .* 42 .* 1\.2k .* 150 .* 800 .* \$0\.00/);
    expect(out).toMatch(/meterline explain [0-9a-f]{8} /);
  });

  it('gives a program every figure, and null for what is not known', async () => {
    const { rows, totals } = JSON.parse((await run('--json')).out);
    expect(rows).toHaveLength(3);
    expect(rows[0]).toMatchObject({ model: 'nobody-knows', listUsd: null, latencyMs: null });
    expect(rows[2]).toMatchObject({ feature: 'summary', user: '42', latencyMs: 812, status: 'ok' });
    expect(totals.calls).toBe(3);
    const csv = (await run('--csv')).out.trim().split('\n');
    expect(csv).toHaveLength(4);
    expect(csv[0]).toContain('latencyMs');
  });

  it('shows as many as it is asked for, and says that there are more', async () => {
    const { rows, notes } = JSON.parse((await run('--limit', '2', '--json')).out);
    expect(rows).toHaveLength(2);
    expect(notes).toMatchObject([{ code: 'rows_omitted' }]);
    expect(JSON.parse((await run('--limit', '3', '--json')).out).notes).toEqual([]);
    expect(JSON.parse((await run('--where', 'feature=summary', '--json')).out).rows).toHaveLength(1);
  });

  it('shows only calls that ended so, or that have no price', async () => {
    const models = async (...args: readonly string[]): Promise<readonly string[]> =>
      JSON.parse((await run(...args, '--json')).out).rows.map(
        ({ model, status }: { model: string; status: string }) => `${model} ${status}`,
      );
    expect(await models('--status', 'failed')).toEqual(['gpt-5.4 error']);
    expect(await models('--status', 'aborted')).toEqual([]);
    expect(await models('--status', 'ok', '--where', 'feature=summary')).toEqual(['gpt-5.4 ok']);
    expect(await models('--unpriced')).toEqual(['nobody-knows ok']);
    const refused = await run('--status', 'fine');
    expect(refused.status).not.toBe(0);
    expect(refused.err).toContain('ok, error, aborted, failed');
  });

  it('says what the answer said is left of the limits, as explain does', async () => {
    const quotas = [
      { kind: 'requests', remaining: 0 },
      { kind: 'tokens', limit: 80_000, remaining: 79_000, resetAt: NOW },
    ] as const;
    const limited = { calls: [call('a', { quotas })], columns: 80, env: { NO_COLOR: '1' } };
    const { rows } = JSON.parse((await runCli(['calls', '--json'], limited)).out);
    const said = [
      { kind: 'requests', limit: null, remaining: 0, resetAt: null },
      { kind: 'tokens', limit: 80_000, remaining: 79_000, resetAt: new Date(NOW).toISOString() },
    ];
    expect(rows[0].quotas).toEqual(said);
    const id = rows[0].key.call;
    expect(JSON.parse((await runCli(['explain', id, '--json'], limited)).out).totals.quotas).toEqual(said);
    const { out } = await runCli(['explain', id], limited);
    expect(out).toMatch(/^Limits +requests 0 left\n +tokens 79,000 of 80,000 left, whole again .*:05:09$/m);
    expect(JSON.parse((await run('--json')).out).rows[0].quotas).toEqual([]);
  });

  it('names calls as explain takes them', async () => {
    const { rows } = JSON.parse((await run('--json')).out);
    const explained = await runCli(['explain', rows[2].key.call.slice(0, 8)], { calls });
    expect(explained.status).toBe(0);
  });
});

/** Records calls of ever new names until the tail has ended. */
const recordUntil = async (ended: Promise<unknown>, record: (round: number) => Promise<unknown>) => {
  let isOver = false;
  void ended.finally(() => {
    isOver = true;
  });
  for (let round = 0; !isOver; round += 1) {
    await record(round);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
};

describe('meterline tail', () => {
  afterEach(async () => {
    await stopServers();
    await closeServices();
  });

  it('shows what others record in the ledger, only what matches, and ends well', async () => {
    const home = join(throwAwayFolder(), 'data');
    const world = {
      env: { platform: 'linux' as const, home, get: () => undefined },
      clock: () => NOW,
      random: () => 0.5,
    };
    const opened = await openMeterline(world, { home, zone: 'UTC' });
    if (!opened.ok) throw new Error(opened.fault.message);
    const { ledger, price, close } = opened.value;
    await ledger.append({ events: [price(call('before', { app: 'before', feature: 'f' }))] });
    const tail = runCli(['tail', '--where', 'feature=f', '--zone', 'UTC'], {
      home,
      durable: true,
      columns: 80,
      env: { NO_COLOR: '1' },
      endAt: /shown/,
    });
    await recordUntil(tail, (round) =>
      ledger.append({
        events: [
          price(call(`other-${round}`, { app: 'hidden', feature: 'g' })),
          price(call(`one-${round}`, { app: 'shown', feature: 'f', latencyMs: 812 })),
        ],
      }),
    );
    await close();
    const { status, out } = await tail;
    expect(status).toBe(0);
    expect(out).toMatch(/^Time +App/);
    expect(out).toMatch(/shown +gpt-5\.4 .* 1\.2k +150 +800 .* ok +\$0\.00/);
    expect(out).not.toMatch(/hidden|before/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('follows a running Meterline, asks again when it was away, and gives JSON to a program', async () => {
    const test = await startService({ watch: false });
    const first = await started(test.service);
    const { port, url } = first;
    const tail = runCli(['tail', '--url', url, '--where', 'app=shop', '--json'], { endAt: /after/ });
    let round = 0;
    const send = (feature: string) =>
      test.service.recorder.record([
        call(`${feature}-${++round}`, { startedAt: Date.now(), app: 'shop', feature, latencyMs: 5 }),
        call(`other-${round}`, { startedAt: Date.now(), app: 'other' }),
      ]);
    await recordUntil(
      test.until(() => round > 3),
      () => send('early'),
    );
    await first.stop();
    await started(test.service, { port });
    await recordUntil(tail, () => send('after'));
    const { status, out } = await tail;
    expect(status).toBe(0);
    const rows = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(rows.at(-1)).toMatchObject({ app: 'shop', feature: 'after', latencyMs: 5, status: 'ok' });
    expect(rows.at(-1).listUsd).toBeGreaterThan(0);
    const ids = rows.map(({ key }) => key.call);
    expect(new Set(ids).size).toBe(ids.length);
    expect(out).not.toContain('"other"');
  });

  it('says what is wrong with an address, and what it was refused', async () => {
    expect(await runCli(['tail', '--url', 'file:///etc'])).toMatchObject({ status: 2 });
    const test = await startService({ watch: false });
    const { url } = await started(test.service, { token: 'a-token-that-is-long' });
    const refused = await runCli(['tail', '--url', url]);
    expect(refused.status).toBe(2);
    expect(refused.err).toContain('METERLINE_TOKEN');
  });
});

describe('what was shown', () => {
  it('is not shown again, and is not remembered for ever', () => {
    const unseen = createUnseen();
    const idOf = (id: number) => String(id);
    expect(unseen([1, 2], idOf)).toEqual([1, 2]);
    expect(unseen([1, 2, 3], idOf)).toEqual([3]);
    const many = Array.from({ length: MAX_SEEN }, (_, i) => i + 10);
    expect(unseen(many, idOf)).toHaveLength(MAX_SEEN);
    expect(unseen([1, MAX_SEEN + 9], idOf)).toEqual([1]);
  });
});
