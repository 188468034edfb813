import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCalls, callOf, DAY, meterlineWith, NOW } from './report.test-kit.ts';
import { whatIf } from './what-if.ts';

const selection = { zone: 'UTC', where: [], from: NOW - 40 * DAY, to: NOW };
type Asked = Awaited<ReturnType<typeof meterlineWith>>;

const ask = async ({ ledger, engine }: Asked, model: string, provider?: string) => {
  const result = await whatIf(ledger, engine, selection, { model, provider }, NOW);
  if (!result.ok) throw new Error(result.fault.message);
  return result.value;
};

describe('the same tokens on another model', () => {
  it('cost what its base rates say, model by model and in all', async () => {
    const meterline = await meterlineWith([
      callOf('1', { model: 'claude-opus-4-6', tokens: { input: 1_000, output: 100 } }),
      callOf('2', { model: 'claude-opus-4-6', tokens: { cacheRead: 10_000 } }),
      callOf('3', { provider: 'openai', model: 'gpt-5.4', tokens: { input: 2_000 } }),
    ]);
    const { rows, totals, target } = await ask(meterline, 'claude-sonnet-4-5');
    expect(target).toMatchObject({
      provider: 'anthropic',
      model: 'claude-sonnet-4-5',
      price: { current: true },
    });
    const byModel = new Map(rows.map(({ key, whatIfNanoUsd }) => [key.model, whatIfNanoUsd]));
    expect(byModel.get('claude-opus-4-6')).toBe(3_000_000 + 1_500_000 + 3_000_000);
    expect(byModel.get('gpt-5.4')).toBe(6_000_000);
    expect(totals).toMatchObject({ calls: 3, whatIfNanoUsd: 13_500_000, leftOutCalls: 0, unpricedCalls: 0 });
    expect(totals.listNanoUsd).toBe(rows.reduce((sum, { listNanoUsd }) => sum + listNanoUsd, 0));
  });

  it('leaves a model without a price out on both sides, and says so', async () => {
    const meterline = await meterlineWith([
      callOf('1', { tokens: { input: 1_000 } }),
      callOf('2', { provider: 'lab', model: 'lab-7b', tokens: { input: 1_000 } }),
    ]);
    const { rows, totals } = await ask(meterline, 'claude-sonnet-4-5');
    expect(totals).toEqual({
      calls: 1,
      tokens: 1_000,
      listNanoUsd: 3_000_000,
      whatIfNanoUsd: 3_000_000,
      leftOutCalls: 1,
      unpricedCalls: 1,
    });
    expect(rows.find(({ key }) => key.model === 'lab-7b')).toMatchObject({
      listNanoUsd: 0,
      unpricedCalls: 1,
      whatIfNanoUsd: 3_000_000,
    });
  });

  it('says what the other model has no price for', async () => {
    const meterline = await meterlineWith([
      callOf('1', { tokens: { input: 1, cacheRead: 5, cacheWrite5m: 5, outputAudio: 7 } }),
    ]);
    const openai = await ask(meterline, 'gpt-5.4');
    expect(openai.lacks).toMatchObject({ cacheReadPrice: false, cacheWritePrice: true, otherTokens: 7 });
    expect((await ask(meterline, 'claude-sonnet-4-5')).lacks).toMatchObject({
      cacheReadPrice: false,
      cacheWritePrice: false,
    });
  });

  it('says whether what was used cost more or less than base rates', async () => {
    const plain = await meterlineWith([callOf('1')]);
    expect((await ask(plain, 'claude-opus-4-6')).lacks.mixedRates).toBe(false);
    const batch = await meterlineWith([callOf('1', { batch: true })]);
    expect((await ask(batch, 'claude-opus-4-6')).lacks.mixedRates).toBe(true);
  });

  it('is free on a model that costs nothing, and a fault on one that has no price', async () => {
    const meterline = await meterlineWith([callOf('1')]);
    const free = await ask(meterline, 'llama3', 'ollama');
    expect(free.totals.whatIfNanoUsd).toBe(0);
    expect(free.target.price).toBeNull();
    const { ledger, engine } = meterline;
    expect(await whatIf(ledger, engine, selection, { model: 'nobody-knows' }, NOW)).toMatchObject({
      ok: false,
      fault: { code: 'PRICE_NOT_FOUND' },
    });
  });

  it('on the model itself is what it cost, where only base rates made the price', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, async (calls) => {
        const meterline = await meterlineWith(
          calls.map((call) => ({ ...call, provider: 'anthropic', model: 'claude-opus-4-6' })),
        );
        const { rows } = await ask(meterline, 'claude-opus-4-6');
        for (const { calls: count, listNanoUsd, whatIfNanoUsd } of rows)
          expect(Math.abs(whatIfNanoUsd - listNanoUsd)).toBeLessThanOrEqual(count);
      }),
      { numRuns: 40 },
    );
  });
});
