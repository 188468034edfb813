import { noTimings } from '@meterline/core';
import type { Connection } from './connection.ts';
import { dayNumber } from './rollup-deltas.ts';
import { addTimingRow, TIMING_COLUMNS, type TimingRow, writeTimingRow } from './timing-row.ts';

const QUARTERS = `SELECT bucket, ${TIMING_COLUMNS.join(', ')} FROM quarter_timing WHERE route = ? ORDER BY bucket`;

/** Sums the timings of quarters anew into days, inside the caller's write transaction. */
export const rebuildTimings = (connection: Connection, dayOf: (instant: number) => number): void => {
  connection.db.exec('DELETE FROM day_timing');
  for (const { id } of connection.prepare('SELECT id FROM route').all())
    rebuildRoute(connection, id as number, dayOf);
};

const rebuildRoute = (connection: Connection, route: number, dayOf: (instant: number) => number): void => {
  const statement = connection.prepare(QUARTERS);
  statement.setReturnArrays(true);
  const quarters = statement.all(route) as unknown as (readonly [number, ...TimingRow])[];
  let [day, timings] = [Number.NaN, noTimings()];
  const write = (): void => {
    if (!Number.isNaN(day)) writeTimingRow(connection, 'day_timing', route, day, timings);
  };
  for (const [bucket, ...row] of quarters) {
    const next = dayNumber(dayOf, bucket);
    if (next !== day) {
      write();
      [day, timings] = [next, noTimings()];
    }
    addTimingRow(timings, row);
  }
  write();
};
