import { addTimings, type CallTimings, hasNoTimings, noTimings } from '@meterline/core';
import type { Connection } from './connection.ts';
import { addHistogramBytes, histogramToBytes } from './histogram-bytes.ts';

/** The rollups that hold timings, each by route and a time that counts quarters of an hour. */
export type TimingTable = 'quarter_timing' | 'day_timing';

export const TIMING_TIME: Readonly<Record<TimingTable, string>> = {
  quarter_timing: 'bucket',
  day_timing: 'day',
};

/** In the order of `TimingRow`. */
export const TIMING_COLUMNS = ['generated_tokens', 'generation_micros', 'latency', 'first_token'] as const;

export type TimingRow = readonly [
  generatedTokens: number,
  generationMicros: number,
  latency: Uint8Array,
  firstToken: Uint8Array,
];

export const addTimingRow = (to: CallTimings, [tokens, micros, latency, firstToken]: TimingRow): void => {
  to.generatedTokens += tokens;
  to.generationMicros += micros;
  addHistogramBytes(to.latency, latency);
  addHistogramBytes(to.firstToken, firstToken);
};

/** Moves a row by what came and went; one that is left without calls goes. */
export const moveTimingRow = (
  { prepare }: Connection,
  table: TimingTable,
  route: number,
  time: number,
  moved: CallTimings,
): void => {
  if (hasNoTimings(moved)) return;
  const where = `WHERE route = ? AND ${TIMING_TIME[table]} = ?`;
  const read = prepare(`SELECT ${TIMING_COLUMNS.join(', ')} FROM ${table} ${where}`);
  read.setReturnArrays(true);
  const timings = noTimings();
  const known = read.get(route, time) as unknown as TimingRow | undefined;
  if (known !== undefined) addTimingRow(timings, known);
  addTimings(timings, moved);
  if (hasNoTimings(timings)) prepare(`DELETE FROM ${table} ${where}`).run(route, time);
  else writeTimingRow({ prepare }, table, route, time, timings);
};

export const writeTimingRow = (
  { prepare }: Pick<Connection, 'prepare'>,
  table: TimingTable,
  route: number,
  time: number,
  timings: CallTimings,
): void => {
  prepare(`INSERT OR REPLACE INTO ${table} VALUES (?, ?, ?, ?, ?, ?)`).run(
    route,
    time,
    timings.generatedTokens,
    timings.generationMicros,
    histogramToBytes(timings.latency),
    histogramToBytes(timings.firstToken),
  );
};
