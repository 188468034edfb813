import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { LedgerEvent } from '@meterline/core';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { FileInfo, Output, Reader, Source, SourceFile, SqlReader } from '../src/source.ts';
import { mergeAll, nodeFs, type ReadOutcome, readFiles } from './harness.ts';

const RUNS = 40;
const CANARY = 'CANARYq4';

/** A throw-away folder with these files, by relative path. */
export const folderWith = (files: Readonly<Record<string, string | Uint8Array>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'meterline-folder-'));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
};

/** Lines of JSON, each ended. */
export const jsonLines = (...rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const byKey = (calls: readonly LedgerEvent[]): readonly LedgerEvent[] =>
  calls.toSorted((a, b) => (a.keys[0]! < b.keys[0]! ? -1 : 1));

/** Any split into chunks, any order and any repetition of the files of a root gives the same calls. */
export const expectSameInAnyReading = (source: Source, root: string): void => {
  const files = [...source.discover(root, nodeFs)];
  expect(files.length).toBeGreaterThan(0);
  const expected = byKey(readFiles(source, files).calls);
  expect(expected.length).toBeGreaterThan(0);
  const parts = fc.array(
    fc.record({ pick: fc.nat(files.length - 1), chunkBytes: fc.integer({ min: 1, max: 5000 }) }),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(
      parts,
      fc.shuffledSubarray(files, { minLength: files.length }),
      fc.integer({ min: 1, max: 5000 }),
      (extra, order, chunkBytes) => {
        const emitted = [
          ...extra.flatMap(
            ({ pick, chunkBytes: bytes }) => readFiles(source, [files[pick]!], { chunkBytes: bytes }).emitted,
          ),
          ...readFiles(source, order, { chunkBytes }).emitted,
        ];
        expect(byKey(mergeAll(emitted))).toEqual(expected);
      },
    ),
    { numRuns: RUNS },
  );
};

/**
 * Puts a canary into every text of a folder's JSON whose field is not in `named`, reads all, and expects the same calls
 * and no canary in events, issues, declared facts or the state that would be stored.
 */
export const expectNoTextComesOut = (source: Source, root: string, named: readonly string[]): void => {
  const planted = folderWith(plantAll(root, new Set(named)));
  const states: unknown[] = [];
  const read = readFiles(withStates(source, states), [...source.discover(planted, nodeFs)]);
  const original = readFiles(source, [...source.discover(root, nodeFs)]);
  expect(read.calls.map(({ tokens }) => tokens)).toEqual(original.calls.map(({ tokens }) => tokens));
  const { emitted, issues, declared, cronJobs }: ReadOutcome = read;
  const out = JSON.stringify({
    emitted,
    issues: issues.map(({ file: _, ...rest }) => rest),
    declared,
    cronJobs,
    states,
  });
  expect(states.length).toBeGreaterThan(0);
  expect(out.includes(CANARY)).toBe(false);
};

const plantAll = (root: string, named: ReadonlySet<string>): Record<string, string> => {
  const files: Record<string, string> = {};
  let canaries = 0;
  const plant = (value: unknown, field: string): unknown => {
    if (typeof value === 'string') {
      canaries += Number(!named.has(field));
      return named.has(field) ? value : `${CANARY} ${value}`;
    }
    if (Array.isArray(value)) return value.map((inner) => plant(inner, field));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plant(inner, key)]));
  };
  const line = (text: string): string =>
    text.startsWith('{') || text.startsWith('[') ? JSON.stringify(plant(JSON.parse(text), '')) : text;
  for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (nodeFs.stat(join(root, path))?.kind !== 'file') continue;
    const text = readFileSync(join(root, path), 'utf8');
    files[path] = path.endsWith('.json') ? line(text.trim()) : text.split('\n').map(line).join('\n');
  }
  expect(canaries).toBeGreaterThan(0);
  return files;
};

/** The same source, whose readers show the state that they leave after each read. */
const withStates = (source: Source, states: unknown[]): Source => ({
  ...source,
  readers: Object.fromEntries(
    Object.entries(source.readers).map(([name, reader]) => [name, showing(reader, states)]),
  ),
});

const showing = (reader: Reader, states: unknown[]): Reader => {
  if (reader.kind === 'lines') {
    return {
      ...reader,
      read: (chunk, at, state, file, out) => {
        const consumed = reader.read(chunk, at, state, file, out);
        states.push(structuredClone(state));
        return consumed;
      },
    };
  }
  const read = (input: never, state: unknown, file: FileInfo, out: Output): void => {
    (reader.read as (input: unknown, state: unknown, file: FileInfo, out: Output) => void)(
      input,
      state,
      file,
      out,
    );
    states.push(structuredClone(state));
  };
  return { ...reader, read } as Reader;
};

/** Reads one version of a rewritten file after another with the state that lives on, as the importer does. */
export const readVersions = (
  source: Source,
  file: SourceFile,
  versions: readonly (Uint8Array | SqlReader)[],
): ReadOutcome => {
  const reader = source.readers[file.reader]!;
  const info: FileInfo = { path: file.path, context: file.context, modifiedAt: 0 };
  const emitted: ReadOutcome['emitted'][number][] = [];
  const issues: ReadOutcome['issues'][number][] = [];
  const out: Output = {
    event: (event) => emitted.push(event),
    issue: (at, code, detail) =>
      issues.push({ source: source.id, file: file.path, at, code, ...(detail ? { detail } : {}) }),
    declare: () => {},
    cronJob: () => {},
    inflateZstd: () => undefined,
  };
  let state = reader.start(info);
  for (const version of versions) {
    (reader.read as (input: unknown, state: unknown, file: FileInfo, out: Output) => void)(
      version,
      state,
      info,
      out,
    );
    state = JSON.parse(JSON.stringify(state));
  }
  return { calls: mergeAll(emitted), emitted, issues, declared: [], cronJobs: [] };
};
