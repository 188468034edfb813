import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import {
  ATTRIBUTION_FIELDS,
  CALL_STATUSES,
  CALLER_FIELDS,
  CAPTURES,
  CONFIDENCES,
  METERED_FIELDS,
  REQUEST_FIELDS,
  TOKEN_KINDS,
  type UsageEvent,
} from '@meterline/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectSource, fileHead, MAX_HEAD_BYTES } from '../src/detect.ts';
import { SOURCES } from '../src/registry.ts';
import type { LineReader, Source, SourceFile } from '../src/source.ts';
import {
  CANARY,
  HOSTILE_VALUES,
  invalidUtf8,
  mapJsonLines,
  plantCanaries,
  replaceLeaf,
  UNKNOWN_LINES,
  withFreshIds,
  withLines,
} from './distort.ts';
import { nodeFs, type ReadOutcome, readFiles, testEnv, totalsOf } from './harness.ts';

/** Most that a reader may remember of one file, as JSON: it is written with every checkpoint. */
const MAX_STATE_BYTES = 256 * 1024;
const RUNS = { numRuns: 15 };

/**
 * What every source promises (src/source.ts), tried on its own test data: each root is a folder as `discover` takes it.
 * A source's own tests hold its totals and its traps; nothing of these.
 */
export const sourceContract = (source: Source, folder: string, roots: readonly string[]): void => {
  describe(`${source.id} keeps the source contract`, () => {
    const files = roots.flatMap((root) => [...source.discover(root, nodeFs)]);
    describeSource(source, folder, files);
    describeReading(source, files);
    describeText(source, files);
  });
};

const describeSource = (source: Source, folder: string, files: readonly SourceFile[]): void => {
  it('is documented and says what it cannot see', () => {
    expect(existsSync(join(folder, 'README.md'))).toBe(true);
    expect(source.unseen.length).toBeGreaterThan(0);
    expect(source.id).toMatch(/^[a-z][a-z0-9-]*$/);
    for (const root of source.roots(testEnv('/home/dev'))) expect(root).toMatch(/^\//);
  });

  it('has test data, and finds nothing where there is nothing', () => {
    expect(files.length).toBeGreaterThan(0);
    expect([...source.discover('/nowhere/at/all', nodeFs)]).toEqual([]);
    for (const file of files) expect(source.readers[file.reader]).toBeDefined();
  });

  it('reads a file that is named by hand like one that it found', () => {
    for (const file of files) {
      const adopted = source.adopt(file.path, nodeFs);
      expect(adopted).toMatchObject({ path: file.path, reader: file.reader });
      const byHand = readFiles(source, [adopted]);
      const found = uses(readFiles(source, [file]));
      // Without its neighbourhood a fork cannot know what it inherited: then it may leave calls out, but must say so.
      const mayLack = byHand.issues.some(({ code }) => code === 'INHERITED_UNKNOWN');
      if (mayLack) expect(found).toEqual(expect.arrayContaining([...uses(byHand)]));
      else expect(uses(byHand)).toEqual(found);
    }
  });

  it('is the one source that recognises its files', () => {
    // An index of names (OpenClaw's cron jobs) is nothing that a person would import by itself.
    for (const file of files.filter((one) => readFiles(source, [one]).emitted.length > 0)) {
      const takers = SOURCES.filter((other) => other.recognises(headOf(file.path))).map(({ id }) => id);
      // Any table of calls is a CSV too, so that source is asked last.
      const particular = takers.filter((id) => id !== 'csv' || source.id === 'csv');
      expect([file.path, particular]).toEqual([file.path, [source.id]]);
      expect(detectSource(headOf(file.path), SOURCES)).toMatchObject({ ok: true, value: { id: source.id } });
    }
  });
};

const ZSTD_MAGIC = 0x28b52ffd;

const headOf = (path: string) => {
  let bytes: Buffer = readFileSync(path);
  if (bytes.readUInt32BE(0) === ZSTD_MAGIC) bytes = zstdDecompressSync(bytes);
  const isDatabase = bytes.subarray(0, 15).toString('latin1') === 'SQLite format 3';
  const tables = isDatabase ? nodeFs.query(path, (db) => db.tables()) : undefined;
  const complete = bytes.length <= MAX_HEAD_BYTES;
  return fileHead(path, bytes.subarray(0, MAX_HEAD_BYTES), tables ? { complete, tables } : { complete });
};

const describeReading = (source: Source, files: readonly SourceFile[]): void => {
  it('gives valid calls only', () => {
    const outcome = readFiles(source, files);
    expect(outcome.emitted.length).toBeGreaterThan(0);
    for (const event of outcome.emitted) {
      expectValid(event, source.id);
      for (const key of event.keys) expect(key).not.toMatch(/undefined|\[object|NaN/);
      expect(event.tokens.reasoning ?? 0).toBeLessThanOrEqual(event.tokens.output ?? 0);
    }
  });

  it('gives the same calls in any order and any repetition of files', () => {
    const whole = comparable(readFiles(source, files));
    const orders = fc.tuple(
      fc.shuffledSubarray([...files], { minLength: files.length }),
      fc.subarray([...files]),
    );
    fc.assert(
      fc.property(orders, ([order, again]) => {
        expect(comparable(readFiles(source, [...order, ...again]))).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('gives the same calls and issues for any split into chunks', () => {
    const lineFiles = files.filter((file) => source.readers[file.reader]?.kind === 'lines');
    const whole = readFiles(source, lineFiles);
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 20_000 }), (chunkBytes) => {
        const split = readFiles(source, lineFiles, { chunkBytes });
        expect(comparable(split)).toEqual(comparable(whole));
        expect(split.issues).toEqual(whole.issues);
      }),
      RUNS,
    );
  });
};

/** Files that hold JSON, as lines or as one document: these can be changed and read again. */
const describeText = (source: Source, files: readonly SourceFile[]): void => {
  const jsonFiles = files.filter(({ path, reader }) => {
    const head = headOf(path);
    const isText = head.tables === undefined && !path.endsWith('.zst');
    return isText && source.readers[reader]?.kind !== 'database' && head.lines.length > 0;
  });
  const lineFiles = jsonFiles.filter(({ reader }) => source.readers[reader]?.kind === 'lines');

  it('lets no text out that is not a name, id, path or time, and takes no count from text', () => {
    for (const file of jsonFiles) {
      const plain = readFiles(source, [file]);
      const planted = readChanged(source, file, (text) => changeJson(text, (value) => plantCanaries(value)));
      const shown = JSON.stringify([planted.emitted, planted.issues, planted.declared, planted.states]);
      const leak = shown.indexOf(CANARY);
      expect(leak === -1 ? '' : shown.slice(leak - 80, leak)).toBe('');
      expect(totalsOf(planted.calls)).toEqual(totalsOf(plain.calls));
    }
  });

  it.each([
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
    ['a BOM', (text: string) => `\ufeff${text}`],
    ['blank lines', (text: string) => text.replaceAll('\n', '\n\n')],
    ['no newline at the end', (text: string) => text.replace(/\n+$/, '')],
    ['spaces in the JSON', (text: string) => text.replaceAll('":', '" : ')],
    ['lines of unknown types', (text: string) => withLines(text, UNKNOWN_LINES)],
    ['lines that are no JSON', (text: string) => withLines(text, ['{"torn', 'x'])],
    ['invalid UTF-8', invalidUtf8],
  ])('reads the same calls with %s', (_what, change) => {
    for (const file of lineFiles) {
      expect(uses(readChanged(source, file, change))).toEqual(uses(readFiles(source, [file])));
    }
  });

  it('survives hostile values and gives valid calls only', () => {
    const hostile = fc.tuple(fc.nat(400), fc.constantFrom(...HOSTILE_VALUES));
    for (const file of jsonFiles) {
      fc.assert(
        fc.property(hostile, ([index, value]) => {
          const change = (text: string) =>
            changeJson(text, (json, line) => replaceLeaf(json, index + line, value));
          for (const event of readChanged(source, file, change).emitted) expectValid(event, source.id);
        }),
        RUNS,
      );
    }
  });

  it('survives a file that is cut anywhere', () => {
    for (const file of jsonFiles) {
      const most = readFiles(source, [file]).emitted.length;
      fc.assert(
        fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (part) => {
          const cut = readChanged(source, file, (text) => text.slice(0, Math.floor(text.length * part)));
          expect(cut.emitted.length).toBeLessThanOrEqual(most);
        }),
        RUNS,
      );
    }
  });

  it('remembers little, however long the file, and only plain JSON', () => {
    for (const file of lineFiles) {
      const text = readFileSync(file.path, 'utf8');
      const rounds = Math.ceil(3_000_000 / Math.max(1000, text.length));
      const long = Array.from({ length: Math.min(rounds, 300) }, (_, round) =>
        withFreshIds(text, round),
      ).join('');
      const { states } = readChanged(source, file, () => long);
      for (const state of states) expect(JSON.stringify(state).length).toBeLessThan(MAX_STATE_BYTES);
    }
  });
};

/** One changed copy beside the original's place in the tree: a context that looks at neighbours is kept as it was. */
const readChanged = (
  source: Source,
  file: SourceFile,
  change: (text: string) => string | Uint8Array,
): ReadOutcome & { states: unknown[] } => {
  const dir = mkdtempSync(join(tmpdir(), 'meterline-contract-'));
  try {
    const original = readFileSync(file.path);
    const path = join(dir, file.path.slice(dirname(file.path).length + 1));
    writeFileSync(path, change(original.toString('utf8')));
    utimesSync(path, FIXED_TIME, FIXED_TIME);
    const { source: watched, states } = watchStates(source);
    return { ...readFiles(watched, [{ ...file, path }]), states };
  } finally {
    rmSync(dir, { recursive: true });
  }
};

const FIXED_TIME = new Date('2026-10-02T00:00:00Z');

/** The source with its line readers wrapped: each state is kept, and must be what JSON can hold. */
const watchStates = (source: Source): { source: Source; states: unknown[] } => {
  const states: unknown[] = [];
  const watch = (reader: LineReader): LineReader => ({
    ...reader,
    read: (chunk, at, state, file, out) => {
      const consumed = reader.read(chunk, at, state, file, out);
      const stored = JSON.parse(JSON.stringify(state));
      expect(stored).toEqual(state);
      states.push(stored);
      return consumed;
    },
  });
  const readers = Object.fromEntries(
    Object.entries(source.readers).map(([name, reader]) => [
      name,
      reader.kind === 'lines' ? watch(reader) : reader,
    ]),
  );
  return { source: { ...source, readers }, states };
};

const changeJson = (text: string, change: (value: unknown, index: number) => unknown): string => {
  try {
    return JSON.stringify(change(JSON.parse(text), 0));
  } catch {
    return mapJsonLines(text, change);
  }
};

/** Calls with everything that the ledger keeps, in an order of their own. */
const comparable = ({ calls }: ReadOutcome): readonly string[] =>
  calls.map((call) => JSON.stringify(Object.entries(call).sort(([a], [b]) => (a < b ? -1 : 1)))).sort();

/** What was used, without identity: a key may hold a byte offset, which a re-saved file moves. */
const uses = ({ calls }: ReadOutcome): readonly string[] =>
  calls
    .map(({ startedAt, model, tokens, session }) => JSON.stringify([startedAt, model, session, tokens]))
    .sort();

const EVENT_FIELDS = new Set<string>([
  ...ATTRIBUTION_FIELDS,
  ...CALLER_FIELDS,
  'tags',
  ...REQUEST_FIELDS,
  ...METERED_FIELDS,
  'keys',
  'startedAt',
  'source',
  'capture',
  'originAt',
]);
const MAX_FIELD_LENGTH = 512;
const MAX_KEY_LENGTH = 2048;

const expectValid = (event: UsageEvent, sourceId: string): void => {
  expect(event.source).toBe(sourceId);
  expect(CAPTURES).toContain(event.capture);
  expect(CALL_STATUSES).toContain(event.status);
  expect(CONFIDENCES).toContain(event.confidence);
  expect(event.keys.length).toBeGreaterThan(0);
  for (const key of event.keys) {
    expect(key.length).toBeGreaterThan(0);
    expect(key.length).toBeLessThanOrEqual(MAX_KEY_LENGTH);
  }
  for (const instant of [event.startedAt, event.originAt ?? event.startedAt]) {
    expect(Number.isInteger(instant)).toBe(true);
    expect(instant).toBeGreaterThan(Date.UTC(2015, 0, 1));
    expect(instant).toBeLessThan(Date.UTC(2200, 0, 1));
  }
  expectValidCounts(event);
  expectValidFields(event);
};

const expectValidCounts = ({ tokens, webSearches, reportedCostNanoUsd }: UsageEvent): void => {
  for (const [kind, count] of Object.entries({ ...tokens, webSearches, reportedCostNanoUsd })) {
    expect([kind, count === undefined || (Number.isSafeInteger(count) && count >= 0)]).toEqual([kind, true]);
  }
  for (const kind of Object.keys(tokens)) expect(TOKEN_KINDS).toContain(kind);
};

const expectValidFields = (event: UsageEvent): void => {
  expect(event.provider).not.toBe('');
  expect(event.model).not.toBe('');
  for (const [field, value] of Object.entries(event)) {
    expect(EVENT_FIELDS).toContain(field);
    expect([field, value]).not.toEqual([field, undefined]);
    if (typeof value === 'string') {
      expect(value.length).toBeLessThanOrEqual(MAX_FIELD_LENGTH);
      expect(value).not.toMatch(/[\u0000-\u001f\u007f]/);
    }
  }
};

/** The folders at or below `folder` that are roots to this source, the highest ones. */
export const rootsBelow = (source: Source, folder: string, depth = 3): readonly string[] => {
  if (!existsSync(folder)) return [];
  if ([...source.discover(folder, nodeFs)].length > 0) return [folder];
  if (depth === 0) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => rootsBelow(source, join(folder, entry.name), depth - 1));
};
