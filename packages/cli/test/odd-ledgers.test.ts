import type { UsageEvent } from '@meterline/core';
import { describe, expect, it } from 'vitest';
import { runCli } from './run-cli.ts';
import { NOW } from './sample-calls.ts';

const DAY = 86_400_000;
const callAt = (startedAt: number, more: Partial<UsageEvent> = {}): UsageEvent => ({
  keys: [`odd:${startedAt}:${more.provider}:${more.session}`],
  startedAt,
  source: 'jsonl',
  capture: 'import',
  provider: 'openai',
  model: 'gpt-5.4',
  tokens: { input: 10, cacheRead: 40, output: 5 },
  status: 'ok',
  confidence: 'exact',
  ...more,
});

describe('ledgers that nobody expects', () => {
  it('have calls of the future: their window does not run yet', async () => {
    const calls = [callAt(NOW - DAY), callAt(NOW + 2 * DAY)];
    const ran = await runCli(['blocks', '--period', 'all'], { calls });
    expect(ran.out).toMatch(/24 Nov/);
    expect(ran.out).not.toMatch(/now|Running/);
  });

  it('have a model from two providers: both are named, also on a narrow screen', async () => {
    const calls = [callAt(NOW - 1, { provider: 'azure' }), callAt(NOW - 2)];
    const ran = await runCli(['models'], { calls, columns: 60, env: { NO_COLOR: '1' } });
    expect(ran.out).toMatch(/gpt-5\.4 +azure/);
    expect(ran.out).toMatch(/gpt-5\.4 +openai/);
  });

  it('have cached tokens of a model without a price: what they saved is not known', async () => {
    const calls = [callAt(NOW - 1, { provider: 'lab', model: 'lab-7b', session: 's' })];
    const { rows } = JSON.parse((await runCli(['cache', '--json'], { calls })).out);
    expect(rows[0]).toMatchObject({ hitRate: 0.8, savedUsd: null, writePremiumUsd: null });
    const { out } = await runCli(['cache'], { calls });
    expect(out).toMatch(/What it saved is not known/);
    expect(out).toMatch(/lab-7b .* 80 % .* — +— not priced/);
  });

  it('have nothing under a dimension: that is said', async () => {
    const calls = [callAt(NOW - 1)];
    expect((await runCli(['costs', '--by', 'user'], { calls })).out).toMatch(/No call .* value for user\./);
    expect((await runCli(['costs', '--by', 'app,user'], { calls })).out).not.toMatch(/No call/);
  });

  it('have a session of one call without a price: no range of time, no sum', async () => {
    const calls = [callAt(NOW - 1, { provider: 'lab', model: 'lab-7b', session: 'only-one', app: 'a' })];
    const { out } = await runCli(['session', 'only-one'], { calls });
    expect(out).toMatch(/^Time +22 Nov 2026 15:05 Europe\/Berlin$/m);
    expect(out).toMatch(/^Cost +— not priced$/m);
    expect(out).toMatch(/— not priced +—$/m);
  });

  it('have calls without a price: a limit or an interval does not hide which', async () => {
    const unpriced = callAt(NOW - 2 * DAY, { provider: 'lab', model: 'lab-7b' });
    const calls = [callAt(NOW - 1, { tokens: { input: 1_000_000 } }), unpriced];
    for (const more of [
      ['--by', 'model', '--limit', '1'],
      ['--interval', 'day'],
    ]) {
      const notes = JSON.parse((await runCli(['costs', ...more, '--json'], { calls })).out).notes;
      expect(notes).toContainEqual({
        code: 'unpriced',
        text: '1 model, 55 tokens not priced · meterline prices set lab-7b …',
      });
    }
  });
});
