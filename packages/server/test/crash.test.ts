import { cpSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { zstdCompressSync } from 'node:zlib';
import { type Ledger, openMemoryLedger, openSqliteLedger } from '@meterline/store';
import { describe, expect, it } from 'vitest';
import type { ImportOptions } from '../src/index.ts';
import { killedAt } from './killed-world.ts';
import { callLines, freshFolder, NOW, openTest, writeFile } from './kit.ts';
import { dumpLedger } from './ledger-dump.ts';

/** Pieces so small that a file takes several reads, and so has several checkpoints. */
const MAX_READ = 40 * 1024;

const openSqlite = (path: string): Promise<Ledger> =>
  openSqliteLedger({ path, zone: 'UTC', clock: () => NOW, random: () => 0.5 });

/** Kills an import at each of the given steps, goes on with a new process, and compares with one that was never killed. */
const compareWithUninterrupted = async (
  options: ImportOptions,
  newLedger: () => Promise<{ open(): Promise<Ledger> }>,
  choose: (steps: number) => readonly number[],
): Promise<void> => {
  const whole = killedAt(Number.POSITIVE_INFINITY, MAX_READ);
  const place = await newLedger();
  const reference = await openTest({
    ledger: whole.ledger(await place.open()),
    world: { files: whole.files },
  });
  await reference.import(options);
  const expected = await dumpLedger(reference.ledger);
  await reference.close();
  for (const step of choose(whole.steps())) {
    const dying = killedAt(step, MAX_READ);
    const home = await newLedger();
    const before = await openTest({ ledger: dying.ledger(await home.open()), world: { files: dying.files } });
    // Discovery swallows what it cannot read, so a death there ends as an import without a commit.
    await before.import(options).catch(() => {});
    await before.ledger.close();
    const after = await openTest({ ledger: await home.open() });
    await after.import(options);
    const ended = await dumpLedger(after.ledger);
    // Many times, and nearly always equal: what differs is looked for only then.
    if (!isDeepStrictEqual(ended, expected)) expect(ended, `killed at step ${step}`).toEqual(expected);
    await after.close();
  }
};

/** One ledger in memory, opened again by whoever comes after the crash. */
const memoryPlace = async () => {
  const ledger = openMemoryLedger({ zone: 'UTC' });
  return {
    open: async () =>
      new Proxy(ledger, { get: (of, name: keyof Ledger) => (name === 'close' ? async () => {} : of[name]) }),
  };
};
const sqlitePlace = async () => {
  const path = join(freshFolder(), 'ledger.sqlite');
  return { open: () => openSqlite(path) };
};

const all = (steps: number): readonly number[] => Array.from({ length: steps }, (_, i) => i + 1);

/** A seeded choice of steps: the same ones each time, spread over the whole run. */
const some =
  (count: number, seed: number) =>
  (steps: number): readonly number[] => {
    let state = seed;
    const random = (): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    return Array.from({ length: count }, () => 1 + Math.floor(random() * steps));
  };

describe('an import that is killed and resumed ends as one that was not', () => {
  const folder = freshFolder();
  // Together more than one transaction holds.
  for (let i = 0; i < 3; i++) writeFile(join(folder, `${i}.jsonl`), callLines(800, i * 700));
  writeFile(join(folder, 'packed.jsonl.zst'), zstdCompressSync(callLines(300, 5000)));
  writeFileSync(join(folder, 'torn.jsonl'), callLines(5, 9000).slice(0, -30));

  it('at every step, in memory', () =>
    compareWithUninterrupted({ paths: [folder], only: ['jsonl'], workers: 0 }, memoryPlace, all));

  it('at chosen steps, in SQLite', () =>
    compareWithUninterrupted({ paths: [folder], only: ['jsonl'], workers: 0 }, sqlitePlace, some(25, 1)));

  it('at chosen steps, over the logs of every source', async () => {
    const sources = resolve(import.meta.dirname, '../../sources/src');
    const copies = freshFolder();
    for (const id of readdirSync(sources)) {
      const testdata = join(sources, id, 'testdata');
      if (existsSync(testdata)) cpSync(testdata, join(copies, id), { recursive: true });
    }
    const paths = readdirSync(copies).map((id) => join(copies, id));
    await compareWithUninterrupted({ paths, workers: 0 }, memoryPlace, some(30, 2));
  });
});

describe('two importers at once', () => {
  it('end with the same ledger as one', async () => {
    const folder = freshFolder();
    for (let i = 0; i < 6; i++) writeFile(join(folder, `${i}.jsonl`), callLines(900, i * 800));
    const options = { paths: [folder], only: ['jsonl'], workers: 0 };
    const alone = await openTest();
    await alone.import(options);
    const path = join(freshFolder(), 'ledger.sqlite');
    const both = await Promise.all([openSqlite(path), openSqlite(path)]);
    const reports = await Promise.all(
      both.map(async (ledger) => (await openTest({ ledger })).import(options)),
    );
    expect(reports.reduce((sum, report) => sum + report.added, 0)).toBe(4900);
    expect(await dumpLedger(both[0]!)).toEqual(await dumpLedger(alone.ledger));
    for (const ledger of both) await ledger.close();
  });
});

describe('the data folder', () => {
  it('holds a ledger that another program can open', async () => {
    const home = join(freshFolder(), 'data');
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(10));
    const { ledger: _, ...rest } = { ledger: undefined, home };
    const first = await openTest({ ...rest, ledger: await openSqlite(join(home, 'ledger.sqlite')) });
    await first.import({ paths: [path] });
    await first.close();
    const db = new DatabaseSync(join(home, 'ledger.sqlite'), { readOnly: true });
    expect(db.prepare('SELECT count(*) AS calls FROM event').get()).toEqual({ calls: 10 });
    db.close();
  });
});
