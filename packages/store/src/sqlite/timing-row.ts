import { type CallTimings, hasNoTimings } from '@meterline/core';
import type { Connection } from './connection.ts';
import { movedTimings, NO_BYTES, timingsToBytes } from './timing-bytes.ts';

/** The rollups that hold timings, each by route and a time that counts quarters of an hour. */
export type TimingTable = 'quarter_timing' | 'day_timing';

export const TIMING_TIME: Readonly<Record<TimingTable, string>> = {
  quarter_timing: 'bucket',
  day_timing: 'day',
};

/** Moves a row by what came and went; one that is left without calls goes. */
export const moveTimingRow = (
  connection: Connection,
  table: TimingTable,
  route: number,
  time: number,
  moved: CallTimings,
): void => {
  if (hasNoTimings(moved)) return;
  const where = `WHERE route = ? AND ${TIMING_TIME[table]} = ?`;
  const known = connection.prepare(`SELECT timings FROM ${table} ${where}`).get(route, time);
  const timings = movedTimings((known?.timings as Uint8Array | undefined) ?? NO_BYTES, moved);
  if (timings.every((byte) => byte === 0))
    connection.prepare(`DELETE FROM ${table} ${where}`).run(route, time);
  else writeBytes(connection, table, route, time, timings);
};

export const writeTimingRow = (
  connection: Connection,
  table: TimingTable,
  route: number,
  time: number,
  timings: CallTimings,
): void => {
  writeBytes(connection, table, route, time, timingsToBytes(timings));
};

const writeBytes = (
  connection: Connection,
  table: TimingTable,
  route: number,
  time: number,
  bytes: Uint8Array,
): void => {
  connection.prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?)`).run(route, time, bytes);
};
