import type { Result } from '@meterline/core';
import { fail, ok } from '@meterline/core';
import { fileHead } from '../detect.ts';
import { type Delimiter, eachRecord, sniffDelimiter } from '../read/csv-records.ts';
import { walkFiles } from '../read/walk.ts';
import type { FileHead, Json, Source, SourceFile } from '../source.ts';
import { type ColumnMap, resolveColumns } from './columns.ts';
import { rowReader } from './read-rows.ts';

const HEAD_BYTES = 16 * 1024;

/** Any CSV with a header line and one row a call (or a day), with or without a column map. */
export const csv: Source = {
  id: 'csv',
  name: 'CSV',
  parserVersion: 1,
  unseen: ['Calls that its writer left out.'],
  readers: { rows: rowReader },
  // Nothing lies anywhere by itself: such files are named by hand, or lie in a folder that was connected.
  roots: () => [],
  *discover(root, fs) {
    for (const path of walkFiles(fs, root, (name) => /\.(csv|tsv)$/i.test(name))) {
      const bytes = fs.read(path, HEAD_BYTES);
      if (bytes === undefined) continue;
      if (recognises(fileHead(path, bytes, { complete: bytes.length < HEAD_BYTES }))) yield fileAt(path, {});
    }
  },
  recognises: (head) => recognises(head),
  objection: (head) => {
    const file = looksLikeTable(head) ? csvFile(head, {}) : undefined;
    return file?.ok === false ? file.fault : undefined;
  },
  adopt: (path) => fileAt(path, {}),
};

const fileAt = (path: string, columns: ColumnMap): SourceFile => ({
  path,
  reader: 'rows',
  context: { columns } as Json,
});

const recognises = (head: FileHead): boolean => {
  const headers = headersOf(head);
  return headers !== undefined && resolveColumns(headers, {}).ok;
};

/**
 * The file to read for a CSV that was named by hand, with the map that came with it (our field → their header, or
 * `=value` for every row). The fault says which column is missing and names the columns that the file has.
 */
export const csvFile = (head: FileHead, columns: ColumnMap): Result<SourceFile> => {
  const headers = headersOf(head);
  if (headers === undefined) return fail('SOURCE_FILE_UNRECOGNISED', 'The file has no CSV header line.');
  const resolved = resolveColumns(headers, columns);
  return resolved.ok ? ok(fileAt(head.path, columns)) : resolved;
};

/** Prose has commas too: a table has a name that says so, or a second line with as many fields as its header. */
const looksLikeTable = (head: FileHead): boolean => {
  const [headers, first] = firstRecords(head);
  if (headers === undefined || headers.length < MIN_HEADERS) return false;
  return /\.(csv|tsv)$/i.test(head.path) || first?.length === headers.length;
};

/** Shortest header line with a time, a model and a count. */
const MIN_HEADERS = 3;

const headersOf = (head: FileHead): readonly string[] | undefined => {
  const [headers] = firstRecords(head);
  return headers !== undefined && headers.length >= MIN_HEADERS ? headers : undefined;
};

/** The header and the first row; none of a file that is binary, a database or JSON. */
const firstRecords = (head: FileHead): readonly (readonly string[])[] => {
  if (head.tables !== undefined || head.lines.length > 0 || head.bytes.includes(0)) return [];
  const records: (readonly string[])[] = [];
  let delimiter: Delimiter | undefined;
  const bytes = Buffer.concat([head.bytes.subarray(0, HEAD_BYTES), Buffer.from('\n')]);
  eachRecord(
    bytes,
    0,
    (record) => {
      delimiter ??= sniffDelimiter(record);
      return delimiter;
    },
    (_at, fields) => {
      if (records.length < 2) records.push(fields ?? []);
    },
  );
  return records;
};
