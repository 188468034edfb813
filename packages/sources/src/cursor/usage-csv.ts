import { isEmptyUsage, parseUsd, type TokenUsage, type UsageEvent } from '@meterline/core';
import { type ContentOrdinals, contentKey, noContentYet } from '../read/content-key.ts';
import { cellCount, cellText, cellTime, cellUsd } from '../read/csv-cells.ts';
import { eachRecord, normalisedHeader } from '../read/csv-records.ts';
import { countOf, defined, MAX_TEXT_LENGTH, timeOf } from '../read/fields.ts';
import { makerOf } from '../read/model-maker.ts';
import type { LineReader, Output } from '../source.ts';

/** Our name for a column ← its normalised header. Columns come and go with Cursor's versions; order is free. */
const HEADERS = {
  date: 'date',
  user: 'user',
  model: 'model',
  withCacheWrite: 'inputwcachewrite',
  withoutCacheWrite: 'inputwocachewrite',
  cacheRead: 'cacheread',
  output: 'outputtokens',
  total: 'totaltokens',
  cost: 'cost',
} as const;
type Column = keyof typeof HEADERS;
type ColumnIndexes = Partial<Record<Column, number>>;

const REQUIRED = ['date', 'model', 'withCacheWrite', 'withoutCacheWrite', 'output'] as const;

export interface CursorCsvState {
  headed: boolean;
  columns: ColumnIndexes | null;
  readonly contents: ContentOrdinals;
}

/** Where the columns of Cursor's export stand; undefined when the header is not one of Cursor's. */
export const cursorColumns = (headers: readonly string[]): ColumnIndexes | undefined => {
  const names = headers.map(normalisedHeader);
  const columns: ColumnIndexes = {};
  for (const [column, name] of Object.entries(HEADERS) as [Column, string][]) {
    const index = names.indexOf(name);
    if (index !== -1) columns[column] = index;
  }
  return REQUIRED.every((column) => column in columns) ? columns : undefined;
};

/** The usage export of Cursor's dashboard: one row a request. */
export const usageCsvReader: LineReader<CursorCsvState> = {
  kind: 'lines',
  start: () => ({ headed: false, columns: null, contents: noContentYet() }),
  read: (chunk, at, state, _file, out) =>
    eachRecord(
      chunk,
      at,
      () => ',',
      (start, cells) => {
        if (cells === undefined) out.issue(at + start, 'BAD_FIELD', 'quotes');
        else if (!state.headed) readHeader(cells, state, out);
        else if (state.columns !== null) readRow(cells, at + start, state.columns, state.contents, out);
      },
    ),
};

const readHeader = (headers: readonly string[], state: CursorCsvState, out: Output): void => {
  state.headed = true;
  state.columns = cursorColumns(headers) ?? null;
  if (state.columns === null) out.issue(0, 'BAD_FIELD', 'columns');
};

const readRow = (
  cells: readonly string[],
  at: number,
  columns: ColumnIndexes,
  contents: ContentOrdinals,
  out: Output,
): void => {
  const cell = (column: Column): string | undefined => {
    const index = columns[column];
    return index === undefined ? undefined : cells[index];
  };
  const { tokens, inclusion } = readTokens(cell, at, out);
  const model = cellText(cell('model'))?.slice(0, MAX_TEXT_LENGTH);
  const startedAt = timeOf(cellTime(cell('date')));
  if (isEmptyUsage(tokens)) return; // Errored requests cost nothing and used nothing.
  if (startedAt === undefined) {
    out.issue(at, 'BAD_TIMESTAMP');
    return;
  }
  if (model === undefined) {
    out.issue(at, 'MISSING_MODEL');
    return;
  }
  const call = {
    startedAt,
    source: 'cursor',
    capture: 'import',
    app: 'cursor',
    provider: makerOf(model) ?? 'cursor',
    model,
    tokens,
    status: 'ok',
    confidence: 'exact',
    ...defined({ inclusion, user: cellText(cell('user')), reportedCostNanoUsd: readCost(cell('cost')) }),
  } as const satisfies Omit<UsageEvent, 'keys'>;
  out.event({ keys: [contentKey('cursor', JSON.stringify(call), contents)], ...call });
};

/**
 * `Input (w/ Cache Write)` are the tokens written to the cache and stand beside `Input (w/o Cache Write)` in most
 * exports, inside which the total is the sum of all four; in some they include it. The total decides.
 */
const readTokens = (
  cell: (column: Column) => string | undefined,
  at: number,
  out: Output,
): { tokens: TokenUsage; inclusion: 'assumed' | undefined } => {
  const count = (column: Column): number | undefined =>
    countOf(cellCount(cell(column)), column, (code, detail) => out.issue(at, code, detail));
  const [written, plain, read, output] = [
    count('withCacheWrite'),
    count('withoutCacheWrite'),
    count('cacheRead'),
    count('output'),
  ];
  const total = count('total');
  const rest = (read ?? 0) + (output ?? 0);
  const includes = (written ?? 0) > 0 && (plain ?? 0) > 0 && total === (written ?? 0) + rest;
  const agrees = total === undefined || includes || total === (written ?? 0) + (plain ?? 0) + rest;
  if (!agrees) out.issue(at, 'COUNTS_DISAGREE', 'total');
  const cacheWrite = includes ? Math.max(0, (written ?? 0) - (plain ?? 0)) : written;
  return {
    tokens: defined({ input: plain, cacheRead: read, cacheWrite, output }),
    inclusion: total === undefined || !agrees ? 'assumed' : undefined,
  };
};

/** `Included`, `Free` and `-` are no amounts: a plan covers the request, which says nothing of its value. */
const readCost = (cell: string | undefined): number | undefined => {
  const text = cellUsd(cell);
  const cost = text === undefined || !/^\d/.test(text) ? undefined : parseUsd(text);
  return cost !== undefined && cost > 0 ? cost : undefined;
};
