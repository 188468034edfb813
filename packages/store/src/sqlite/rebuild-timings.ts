import { noTimings } from '@meterline/core';
import type { Connection } from './connection.ts';
import { dayNumber } from './rollup-deltas.ts';
import { createTimingSum } from './timing-bytes.ts';
import { writeTimingRow } from './timing-row.ts';

const QUARTERS = 'SELECT bucket, timings FROM quarter_timing WHERE route = ? ORDER BY bucket';

/** Sums the timings of quarters anew into days, inside the caller's write transaction. */
export const rebuildTimings = (connection: Connection, dayOf: (instant: number) => number): void => {
  connection.db.exec('DELETE FROM day_timing');
  for (const { id } of connection.prepare('SELECT id FROM route').all())
    rebuildRoute(connection, id as number, dayOf);
};

const rebuildRoute = (connection: Connection, route: number, dayOf: (instant: number) => number): void => {
  const sum = createTimingSum();
  let day: number | undefined;
  const write = (): void => {
    if (day === undefined) return;
    const timings = noTimings();
    sum.drain(timings);
    writeTimingRow(connection, 'day_timing', route, day, timings);
  };
  for (const { bucket, timings } of connection.prepare(QUARTERS).all(route)) {
    const next = dayNumber(dayOf, bucket as number);
    if (next !== day) write();
    day = next;
    sum.add(timings as Uint8Array);
  }
  write();
};
