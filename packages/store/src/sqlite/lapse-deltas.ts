import { BUCKET_MS } from '../totals/bucket.ts';
import { addLapse, LAPSE_MEASURES, noLapses } from '../totals/lapse-measures.ts';
import { addSums, type Sums } from '../totals/measures.ts';
import type { Connection } from './connection.ts';
import type { StoredLapse } from './find-lapses.ts';
import { createPairs } from './pairs.ts';
import { dayNumber } from './rollup-deltas.ts';
import { unseal } from './segment-parts.ts';

/** What lapses that come and go do to the rollups, summed in memory and written as one update a row. */
export interface LapseDeltas {
  move(at: number, scope: number, lapse: StoredLapse, sign: 1 | -1): void;
  flush(): void;
}

const ADD = LAPSE_MEASURES.map((name) => `${name} = ${name} + ?`).join(', ');
const ADD_TO_QUARTER = `UPDATE quarter_total SET ${ADD} WHERE bucket = ? AND scope = ?`;
const ADD_TO_DAY = `UPDATE day_total SET ${ADD} WHERE day = ? AND scope = ?`;

export const createLapseDeltas = (
  connection: Connection,
  dayOf: (instant: number) => number,
): LapseDeltas => {
  const quarters = createPairs(noLapses);
  const days = createPairs(noLapses);
  return {
    move: (at, scope, { tokens, withinHour }, sign) => {
      const one: Sums = noLapses();
      addLapse(one, { lapsedTokens: tokens, isWithinHour: withinHour }, sign);
      const bucket = Math.floor(at / BUCKET_MS);
      addSums(quarters.at(bucket, scope), one);
      addSums(days.at(dayNumber(dayOf, bucket), scope), one);
    },
    flush: () => {
      quarters.drain((bucket, scope, sums) => connection.prepare(ADD_TO_QUARTER).run(...sums, bucket, scope));
      for (const day of days.firsts()) unseal(connection, day);
      days.drain((day, scope, sums) => connection.prepare(ADD_TO_DAY).run(...sums, day, scope));
    },
  };
};
