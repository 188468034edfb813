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
const columnsOf = (
  leaves: Shape<unknown>['leaves'],
  rows: readonly unknown[],
  path: readonly string[] = [],
): readonly CsvColumn[] => {
  if (leaves === 'one') return [{ head: path.join('.'), path }];
  if (leaves === 'keyed') {
    const within = path.length === 1 && path[0] === 'key' ? [] : path;
    return keysIn(rows, path).map((key) => ({ head: [...within, key].join('.'), path: [...path, key] }));
  }
  return Object.entries(leaves).flatMap(([name, inner]) => columnsOf(inner, rows, [...path, name]));
};

/** The rows of a report as CSV, with the columns that its shape says. Columns that no row fills are left out. */
export const csvOf = (shape: Shape<unknown>, rows: readonly unknown[]): string => {
  const all = columnsOf(shape.leaves, rows);
  const used =
    rows.length === 0 ? all : all.filter(({ path }) => rows.some((row) => at(row, path) !== undefined));
  const lines = rows.map((row) => csvLine(used.map(({ path }) => at(row, path))));
  return csvLine(used.map(({ head }) => head)) + lines.join('');
};
