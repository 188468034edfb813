import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { models } from './models.ts';
import { anyCalls, callOf, DAY, meterlineWith, NOW, zones } from './report.test-kit.ts';

const range = { zone: 'UTC', where: [], period: undefined, from: NOW - DAY, to: NOW } as const;

describe('models', () => {
  it('have their shares, ratios and the price of now', async () => {
    const { ledger, engine } = await meterlineWith([
      callOf('1', { tokens: { input: 1_000, cacheRead: 3_000, output: 400 } }),
      callOf('2', { tokens: { input: 1_000, cacheRead: 3_000, output: 400 } }),
      callOf('3', { model: 'claude-opus-4-6', tokens: { input: 1_000, output: 200 } }),
    ]);
    const { rows, totals } = await models(ledger, engine, range, NOW);
    expect(rows.map(({ key }) => key.model)).toEqual(['claude-sonnet-4-5', 'claude-opus-4-6']);
    const [sonnet, opus] = rows;
    expect(sonnet).toMatchObject({
      shareOfTokens: 8_800 / 10_000,
      outputPerInput: 0.1,
      cacheHitRate: 0.75,
      costPerCallNanoUsd: 3_000_000 + 900_000 + 6_000_000,
      priced: 'priced',
      price: { provider: 'anthropic', model: 'claude-sonnet-4-5', current: true, rates: { in: 3, out: 15 } },
      previous: null,
    });
    expect(sonnet!.shareOfCost! + opus!.shareOfCost!).toBeCloseTo(1);
    expect(totals.calls).toBe(3);
  });

  it('without a price have no cost a call, and say whether they are free or not known', async () => {
    const { ledger, engine } = await meterlineWith([
      callOf('1', { provider: 'lab', model: 'lab-7b' }),
      callOf('2', { provider: 'ollama', model: 'llama3' }),
    ]);
    const { rows } = await models(ledger, engine, { ...range, orderBy: 'tokens' }, NOW);
    expect(new Map(rows.map(({ key, priced }) => [key.model, priced]))).toEqual(
      new Map([
        ['lab-7b', 'unknown'],
        ['llama3', 'zero'],
      ]),
    );
    const lab = rows.find(({ key }) => key.model === 'lab-7b');
    expect(lab).toMatchObject({ price: null, costPerCallNanoUsd: null, nanoUsdPerMillion: null });
    // Nothing here costs anything that is known.
    expect(rows.map(({ shareOfCost }) => shareOfCost)).toEqual([null, null]);
  });

  it('are compared with the period before when that is asked for', async () => {
    const { ledger, engine } = await meterlineWith([callOf('1'), callOf('2', { startedAt: NOW - DAY - 1 })]);
    const { rows, previousTotals } = await models(ledger, engine, { ...range, compare: true }, NOW);
    expect(rows[0]?.previous?.calls).toBe(1);
    expect(previousTotals?.calls).toBe(1);
    expect((await models(ledger, engine, range, NOW)).previousTotals).toBeUndefined();
  });

  it('share everything among them', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, zones, async (calls, zone) => {
        const { ledger, engine } = await meterlineWith(calls, { zone });
        const query = { ...range, zone, from: NOW - 30 * DAY };
        const { rows, totals } = await models(ledger, engine, query, NOW);
        const sum = (numbers: readonly (number | null)[]) =>
          numbers.reduce<number>((total, number) => total + (number ?? 0), 0);
        if (totals.tokens.total > 0) expect(sum(rows.map((row) => row.shareOfTokens))).toBeCloseTo(1);
        if (totals.cost.listNanoUsd > 0) expect(sum(rows.map((row) => row.shareOfCost))).toBeCloseTo(1);
        for (const row of rows)
          expect(row.costPerCallNanoUsd === null).toBe(row.calls === 0 || row.cost.unpricedCalls > 0);
      }),
      { numRuns: 40 },
    );
  });
});
