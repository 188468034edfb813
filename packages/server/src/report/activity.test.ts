import { addTotals, HOUR_MS, NO_USAGE, type UsageTotals } from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activity, topGroups } from './activity.ts';
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

  it('has its largest groups by several dimensions', async () => {
    const { ledger } = await meterlineWith([
      callOf('1', { app: 'a', machine: 'x' }),
      callOf('2', { app: 'a', machine: 'y', startedAt: NOW - 2 * HOUR_MS }),
      callOf('3', { app: 'b' }),
    ]);
    const groups = await topGroups(ledger, { zone: 'UTC', where: [] }, ['app', 'machine'], { limit: 1 });
    expect(groups.app.rows.map(({ key, calls }) => [key.app, calls])).toEqual([['a', 2]]);
    expect(groups.machine.omittedRows).toBe(2);
    expect(groups.machine.totals.calls).toBe(3);
  });
});
