import { addTiming, addTimings, isTimed, noTimings, type PricedEvent } from '@meterline/core';
import { BUCKET_MS } from '../totals/bucket.ts';
import type { Connection } from './connection.ts';
import { createPairs } from './pairs.ts';
import { dayNumber } from './rollup-deltas.ts';
import type { RouteTable } from './route-table.ts';
import type { Scope } from './scope-table.ts';
import { moveTimingRow } from './timing-row.ts';

/**
 * What a batch does to the timings, summed in memory and written as one row a route and time. Calls that do not say how
 * long they took, such as those of most logs, change nothing and cost nothing.
 */
export interface TimingDeltas {
  move(event: PricedEvent, scope: Scope, sign: 1 | -1): void;
  /** Writes everything and starts afresh. */
  flush(): void;
}

export const createTimingDeltas = (
  connection: Connection,
  routes: RouteTable,
  dayOf: (instant: number) => number,
): TimingDeltas => {
  const quarters = createPairs(noTimings);
  const days = createPairs(noTimings);
  return {
    move: (event, scope, sign) => {
      if (!isTimed(event)) return;
      const bucket = Math.floor(event.startedAt / BUCKET_MS);
      addTiming(quarters.at(routes.idOf(event, scope), bucket), event, sign);
    },
    flush: () => {
      quarters.drain((route, bucket, moved) => {
        addTimings(days.at(route, dayNumber(dayOf, bucket)), moved);
        moveTimingRow(connection, 'quarter_timing', route, bucket, moved);
      });
      days.drain((route, day, moved) => moveTimingRow(connection, 'day_timing', route, day, moved));
    },
  };
};
