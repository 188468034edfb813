import { jsonToEvent } from '@meterline/core';
import { type ContentOrdinals, contentKey, noContentYet } from '../read/content-key.ts';
import { type Delimiter, eachRecord, sniffDelimiter } from '../read/csv-records.ts';
import { isRecord } from '../read/fields.ts';
import type { Json, LineReader, Output } from '../source.ts';
import { type ColumnMap, type Columns, resolveColumns } from './columns.ts';
import { rowToJson } from './row-to-json.ts';

/** `columns` is null when the header does not fit: then the rows cannot be read. Header texts are not kept. */
export interface CsvState {
  /** The header was read. */
  headed: boolean;
  delimiter: Delimiter | null;
  columns: Columns | null;
  readonly contents: ContentOrdinals;
}

/** The first record is the header; each later one is a call. */
export const rowReader: LineReader<CsvState> = {
  kind: 'lines',
  start: () => ({ headed: false, delimiter: null, columns: null, contents: noContentYet() }),
  read: (chunk, at, state, file, out) =>
    eachRecord(
      chunk,
      at,
      (record) => {
        state.delimiter ??= sniffDelimiter(record);
        return state.delimiter;
      },
      (start, cells) => {
        if (cells === undefined) out.issue(at + start, 'BAD_FIELD', 'quotes');
        else if (!state.headed) {
          state.headed = true;
          state.columns = readHeader(cells, file.context, out);
        } else if (state.columns !== null) readRow(cells, at + start, state.columns, state.contents, out);
      },
    ),
};

const readHeader = (headers: readonly string[], context: Json, out: Output): Columns | null => {
  const columns = resolveColumns(headers, mapOf(context));
  if (columns.ok) return columns.value;
  out.issue(0, 'BAD_FIELD', 'columns');
  return null;
};

/** The column map that the importer was given; `{}` where the columns are known by their names. */
export const mapOf = (context: Json): ColumnMap => {
  const map = isRecord(context) && isRecord(context.columns) ? context.columns : {};
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
};

const readRow = (
  cells: readonly string[],
  at: number,
  columns: Columns,
  contents: ContentOrdinals,
  out: Output,
): void => {
  const { call, disagrees } = rowToJson(cells, columns);
  if (disagrees) out.issue(at, 'COUNTS_DISAGREE', 'input');
  const event = jsonToEvent(call, {
    source: 'csv',
    capture: 'import',
    contentKey: (content) => contentKey('csv', content, contents),
    onIssue: (code, detail) => out.issue(at, code, detail),
    onUnknown: () => {},
  });
  if (event !== undefined) out.event(columns.assumed ? { ...event, inclusion: 'assumed' } : event);
};
