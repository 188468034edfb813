import type { UsageTotals } from '@meterline/core';
import { mostUsed } from '../query/most-used.ts';
import { MEASURES, toTotals } from '../totals/measures.ts';
import { NOT_SET } from './name-table.ts';
import type { Shelf } from './shelf.ts';

/** A row of numbers: sums, times, and names by their numbers. */
export type GroupRow = Readonly<Record<string, number>>;

/** Sums of the table `t` as floats: beyond 2^53 an integer would fail. */
export const MEASURE_COLUMNS = MEASURES.map((name) => `CAST(t.${name} AS REAL) AS ${name}`).join(', ');

export const totalsOfRow = (row: GroupRow): UsageTotals => toTotals(MEASURES.map((name) => row[name]!));

/** What the scopes of a group name in a column, the most called first. */
export const namedIn =
  (shelf: Shelf, scopes: readonly GroupRow[]) =>
  (column: string): readonly string[] =>
    mostUsed(
      scopes.map((scope) => [
        scope[column] === NOT_SET ? null : shelf.names.textOf(scope[column]!),
        scope.calls!,
      ]),
    );
