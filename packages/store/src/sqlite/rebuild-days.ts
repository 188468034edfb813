import { createDayFinder } from '@meterline/core';
import { ROLLUP_MEASURES } from '../totals/rollup-measures.ts';
import { writeMeta } from './meta.ts';
import { rebuildTimings } from './rebuild-timings.ts';
import { dayNumber } from './rollup-deltas.ts';
import type { Shelf } from './shelf.ts';

/** Sums the quarters anew into the days of another zone, inside the caller's write transaction. */
export const rebuildDays = (shelf: Shelf, zone: string): void => {
  const { connection } = shelf;
  const dayOf = createDayFinder(zone);
  connection.db.exec('DELETE FROM sealed_day; DELETE FROM segment; DELETE FROM day_total;');
  writeMeta(connection, 'zone', zone);
  const sums = ROLLUP_MEASURES.map((name) => `sum(${name})`).join(', ');
  const add = connection.prepare(
    `INSERT INTO day_total (day, scope, ${ROLLUP_MEASURES.join(', ')}) SELECT ?1, scope, ${sums} FROM quarter_total WHERE bucket >= ?2 AND bucket < ?3 GROUP BY scope`,
  );
  const next = connection.prepare('SELECT min(bucket) AS bucket FROM quarter_total WHERE bucket >= ?');
  let bucket = next.get(MIN_BUCKET)!.bucket as number | null;
  while (bucket !== null) {
    const day = dayNumber(dayOf, bucket);
    const end = endOfDay(dayOf, day, bucket);
    add.run(day, bucket, end);
    bucket = next.get(end)!.bucket as number | null;
  }
  rebuildTimings(connection, dayOf);
};

const MIN_BUCKET = -(2 ** 50);

/** First quarter after a day: no day has more than a few hours over 24. */
const endOfDay = (dayOf: (instant: number) => number, day: number, bucket: number): number => {
  let end = bucket + 1;
  while (dayNumber(dayOf, end) === day) end += 1;
  return end;
};
