import { addTotals, NO_USAGE, type UsageTotals } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity } from './activity.ts';
import { anyCalls, callOf, DAY, meterlineWith, NOW, zones } from './report.test-kit.ts';

describe('activity', () => {
  it('lies at the weekday and hour of the zone', async () => {
    // Sunday 23:30 in UTC is Monday 05:15 in Nepal.
    const startedAt = Date.UTC(2026, 10, 15, 23, 30);
    const { ledger } = await meterlineWith([callOf('1', { startedAt })]);
    const busy = async (zone: string) =>
      (await activity(ledger, { zone, where: [] })).week
        .filter(({ usage }) => usage.calls > 0)
        .map(({ weekday, hour }) => [weekday, hour]);
    expect(await busy('UTC')).toEqual([[6, 23]]);
    expect(await busy('Asia/Kathmandu')).toEqual([[0, 5]]);
  });

  it('is a whole week that adds up to the totals', async () => {
    await fc.assert(
      fc.asyncProperty(anyCalls, zones, async (calls, zone) => {
        const { ledger } = await meterlineWith(calls, { zone });
        const { week, totals } = await activity(ledger, { zone, where: [], from: NOW - 30 * DAY, to: NOW });
        expect(week.map(({ weekday, hour }) => weekday * 24 + hour)).toEqual(week.map((_, at) => at));
        expect(week.length).toBe(168);
        const sum = week.reduce<UsageTotals>((all, { usage }) => addTotals(all, usage), NO_USAGE);
        expect(sum).toEqual(totals);
      }),
      { numRuns: 40 },
    );
  });
});
