import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { MeterlineError } from '@meterline/core';
import { parseColumns } from '@meterline/server';
import { csvFile, fileHead, MAX_HEAD_BYTES } from '@meterline/sources';

/** `--map time=Date --map input="Input Tokens"`, or several with commas between, as our field → their header. */
export const columnsOf = (maps: readonly string[]): Readonly<Record<string, string>> | undefined => {
  const columns = parseColumns(maps, '--map');
  if (!columns.ok) throw new MeterlineError(columns.fault);
  return columns.value;
};

/** Compares the map with the header of every file that it is for, so that a mistyped name is told before anything is read. */
export const checkColumns = (paths: readonly string[], columns: Readonly<Record<string, string>>): void => {
  for (const path of paths) {
    if (statSync(path).isDirectory()) continue;
    const bytes = headOf(path);
    const file = csvFile(fileHead(path, bytes, { complete: bytes.length < MAX_HEAD_BYTES }), columns);
    if (!file.ok) throw new MeterlineError({ ...file.fault, message: `${path}: ${file.fault.message}` });
  }
};

const headOf = (path: string): Uint8Array => {
  const bytes = new Uint8Array(MAX_HEAD_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  } catch {
    throw new MeterlineError({ code: 'SOURCE_FILE_UNREADABLE', message: `${path} cannot be read.` });
  }
};
