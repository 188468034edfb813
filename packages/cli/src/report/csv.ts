import { csvLine } from '@meterline/server';
import type { Shape } from './shape.ts';

interface CsvColumn {
  readonly head: string;
  readonly path: readonly string[];
}

const keysIn = (rows: readonly unknown[], path: readonly string[]): readonly string[] => {
  const keys = new Set<string>();
  for (const row of rows)
    for (const key of Object.keys((at(row, path) as object | null) ?? {})) keys.add(key);
  return [...keys];
};

const at = (row: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], row);

/** `key.model` is headed `model`, `tokens.input` keeps its path. */
const headOf = (path: readonly string[]): string =>
  (path[0] === 'key' && path.length > 1 ? path.slice(1) : path).join('.');

const columnsOf = (
  leaves: Shape<unknown>['leaves'],
  rows: readonly unknown[],
  path: readonly string[] = [],
): readonly CsvColumn[] => {
  if (leaves === 'one') return [{ head: headOf(path), path }];
  if (leaves === 'keyed')
    return keysIn(rows, path).map((key) => ({ head: headOf([...path, key]), path: [...path, key] }));
  return Object.entries(leaves).flatMap(([name, inner]) => columnsOf(inner, rows, [...path, name]));
};

/** Whether a row says anything there, be it that a value, or all of its part, is not known. */
const isSaid = (row: unknown, path: readonly string[]): boolean =>
  path.some((_, length) => at(row, path.slice(0, length)) === null) || at(row, path) !== undefined;

/** The rows of a report as CSV, with the columns that its shape says. Columns of which no row says anything are left out. */
export const csvOf = (shape: Shape<unknown>, rows: readonly unknown[]): string => {
  const all = columnsOf(shape.leaves, rows);
  const used = rows.length === 0 ? all : all.filter(({ path }) => rows.some((row) => isSaid(row, path)));
  const lines = rows.map((row) => csvLine(used.map(({ path }) => at(row, path))));
  return csvLine(used.map(({ head }) => head)) + lines.join('');
};
