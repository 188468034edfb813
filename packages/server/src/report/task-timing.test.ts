import { callEnd } from '@meterline/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { taskTiming } from './task-timing.ts';

const boundsOf = (hops: readonly { readonly startedAt: number; readonly latencyMs?: number }[]) => ({
  firstAt: Math.min(...hops.map(({ startedAt }) => startedAt)),
  endedAt: Math.max(...hops.map(callEnd)),
});

it('tells time in calls, at once and between them', () => {
  const hops = [
    { startedAt: 1_000, latencyMs: 500 },
    { startedAt: 1_500, latencyMs: 1_000 },
    { startedAt: 2_000, latencyMs: 1_500 },
    { startedAt: 9_000, latencyMs: 0 },
  ];
  expect(taskTiming(boundsOf(hops), hops, 4)).toEqual({
    wallMs: 8_000,
    inCallsMs: 2_500,
    parallelMs: 500,
    waitingMs: 5_500,
    mostAtOnce: 2,
    untimedHops: 0,
  });
});

it('does not claim that a task waited where hops do not say how long they took', () => {
  const hops = [{ startedAt: 0, latencyMs: 10 }, { startedAt: 50 }];
  const timing = taskTiming(boundsOf(hops), hops, 5);
  expect(timing).toMatchObject({ wallMs: 50, inCallsMs: 10, waitingMs: null, untimedHops: 4 });
});

it('agrees with counting millisecond by millisecond', () => {
  const hop = fc.record({ startedAt: fc.nat(60), latencyMs: fc.nat(25) });
  fc.assert(
    fc.property(fc.array(hop, { minLength: 1, maxLength: 12 }), (hops) => {
      const bounds = boundsOf(hops);
      const open = Array.from({ length: 100 }, (_, at) =>
        hops.reduce((sum, one) => sum + Number(one.startedAt <= at && at < callEnd(one)), 0),
      );
      const timing = taskTiming(bounds, hops, hops.length);
      expect(timing.inCallsMs).toBe(open.filter((count) => count > 0).length);
      expect(timing.parallelMs).toBe(open.filter((count) => count > 1).length);
      expect(timing.waitingMs).toBe(timing.wallMs - timing.inCallsMs);
      expect(timing.mostAtOnce).toBeGreaterThanOrEqual(Math.max(...open));
    }),
  );
});
