import {
  appendFileSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import { openMemoryLedger } from '@meterline/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fsError, hookedFiles } from './fault-files.ts';
import { callLine, callLines, freshFolder, NOW, openTest, writeFile } from './kit.ts';
import { dumpLedger } from './ledger-dump.ts';

const calls = async (ledger: { stats(): Promise<{ calls: number }> }): Promise<number> =>
  (await ledger.stats()).calls;

/** A folder with one file of calls, imported once, and what opens afterwards. */
const imported = async (count = 10) => {
  const dir = freshFolder();
  const path = writeFile(join(dir, 'a.jsonl'), callLines(count));
  const opened: string[] = [];
  const reads: string[] = [];
  const files = hookedFiles((step, of) => {
    if (step === 'open') opened.push(of);
    if (step === 'read') reads.push(of);
  });
  const meterline = await openTest({ world: { files } });
  // Named as a root, so that nothing is opened to detect its kind.
  const again = () => meterline.import({ paths: [path], only: ['jsonl'] });
  await again();
  return { dir, path, opened, reads, meterline, again };
};

describe('a file that changes between two imports', () => {
  it('is read on from where reading stopped when it has grown', async () => {
    const { path, meterline, again } = await imported();
    appendFileSync(path, callLines(5, 10));
    const report = await again();
    expect(report).toMatchObject({ added: 5, unchanged: 0, merged: 0 });
    expect(report.bytesRead).toBe(Buffer.byteLength(callLines(5, 10)));
    expect(await calls(meterline.ledger)).toBe(15);
  });

  it('is not read at all when it is as it was', async () => {
    const { again } = await imported();
    expect(await again()).toMatchObject({ bytesRead: 0, sources: [{ files: 1, filesRead: 0 }] });
  });

  it('is read from the start when it was replaced, and what it had before stays', async () => {
    const { path, meterline, again } = await imported();
    writeFileSync(path, callLines(12, 100));
    expect(await again()).toMatchObject({ added: 12 });
    expect(await calls(meterline.ledger)).toBe(22);
  });

  it('is read from the start when it has shrunk, and nothing is doubled', async () => {
    const { path, meterline, again } = await imported();
    truncateSync(path, Buffer.byteLength(callLines(4)));
    expect(await again()).toMatchObject({ added: 0, unchanged: 4 });
    appendFileSync(path, callLines(1, 50));
    expect(await again()).toMatchObject({ added: 1, unchanged: 0 });
    expect(await calls(meterline.ledger)).toBe(11);
  });

  it('is read from the start when its beginning changed, though it has grown', async () => {
    const { path, again } = await imported();
    writeFileSync(path, callLine({ id: 'new-first' }) + callLines(20));
    expect(await again()).toMatchObject({ added: 11, unchanged: 10 });
  });

  it('is not read again when it was renamed', async () => {
    const { dir, path, meterline } = await imported();
    const moved = join(dir, 'archived.jsonl');
    renameSync(path, moved);
    appendFileSync(moved, callLines(1, 10));
    const report = await meterline.import({ paths: [moved], only: ['jsonl'] });
    expect(report).toMatchObject({ added: 1, unchanged: 0 });
  });

  it('keeps its calls in the ledger when it was deleted', async () => {
    const { dir, path, meterline } = await imported();
    rmSync(path);
    expect(await meterline.import({ paths: [dir] })).toMatchObject({ faults: [], issues: 0 });
    expect(await calls(meterline.ledger)).toBe(10);
  });

  it('gives the same calls when it was compressed', async () => {
    const { dir, path, meterline } = await imported();
    rmSync(path);
    const packed = writeFile(join(dir, 'a.jsonl.zst'), zstdCompressSync(callLines(12)));
    expect(await meterline.import({ paths: [packed] })).toMatchObject({ added: 2, unchanged: 10 });
    expect(await meterline.import({ paths: [packed], only: ['jsonl'] })).toMatchObject({ bytesRead: 0 });
  });
});

describe('compressed files', () => {
  it('are read through all of their frames', async () => {
    const frames = [
      zstdCompressSync(callLines(3)),
      zstdCompressSync(callLines(4, 3)),
      zstdCompressSync(callLines(5, 7)),
    ];
    const path = writeFile(join(freshFolder(), 'a.jsonl.zst'), Buffer.concat(frames));
    expect(await (await openTest()).import({ paths: [path] })).toMatchObject({ added: 12 });
  });

  it('give an issue when they are damaged, and what was read before it', async () => {
    const whole = zstdCompressSync(callLines(2000));
    const path = writeFile(join(freshFolder(), 'a.jsonl.zst'), whole.subarray(0, whole.length - 20));
    const meterline = await openTest();
    const report = await meterline.import({ paths: [path], only: ['jsonl'] });
    expect(report.faults).toMatchObject([{ code: 'SOURCE_FILE_UNREADABLE' }]);
    expect(await meterline.ledger.issues()).toMatchObject([{ code: 'UNSUPPORTED_COMPRESSION', count: 1 }]);
    expect(await meterline.ledger.checkpoints('jsonl')).toEqual([]);
  });
});

describe('a database that its program has only just made', () => {
  it('is no fault while it is empty', async () => {
    const home = freshFolder();
    writeFile(join(home, '.local/share/opencode/opencode.db'), '');
    const meterline = await openTest({ userHome: home });
    const report = await meterline.import({ only: ['opencode'] });
    expect(report.sources[0]).toMatchObject({ id: 'opencode', files: 1 });
    expect(report).toMatchObject({ faults: [], issues: 0, added: 0 });
  });
});

describe('a last line without a newline', () => {
  it('counts when it is whole, and stays one call when its end comes', async () => {
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(2).trimEnd());
    const meterline = await openTest();
    const again = () => meterline.import({ paths: [path], only: ['jsonl'] });
    expect(await again()).toMatchObject({ added: 2 });
    appendFileSync(path, `\n${callLines(1, 2)}`);
    expect(await again()).toMatchObject({ added: 1, unchanged: 1 });
  });

  it('is no issue while it is torn', async () => {
    const second = callLines(1, 1);
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(1) + second.slice(0, 40));
    const meterline = await openTest();
    const again = () => meterline.import({ paths: [path], only: ['jsonl'] });
    expect(await again()).toMatchObject({ added: 1, issues: 0 });
    appendFileSync(path, second.slice(40));
    expect(await again()).toMatchObject({ added: 1, issues: 0 });
  });
});

describe('what cannot be read', () => {
  it('is an issue, and the rest is imported', async () => {
    const dir = freshFolder();
    writeFile(join(dir, 'good.jsonl'), callLines(3));
    writeFile(join(dir, 'bad.jsonl'), callLines(3, 3));
    let broken = true;
    const files = hookedFiles((step, path) => {
      if (broken && step === 'read' && path.endsWith('bad.jsonl')) throw fsError('EIO');
    });
    const meterline = await openTest({ world: { files } });
    const again = () =>
      meterline.import({ paths: [join(dir, 'good.jsonl'), join(dir, 'bad.jsonl')], only: ['jsonl'] });
    const report = await again();
    expect(report.added).toBe(3);
    expect(report.faults).toHaveLength(1);
    broken = false;
    expect(await again()).toMatchObject({ added: 3 });
  });

  it('may vanish between being found and being opened', async () => {
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(3));
    let opens = 0;
    const files = hookedFiles((step) => {
      // The first opening detects the kind, the second one reads.
      if (step === 'open' && ++opens === 2) throw fsError('ENOENT');
    });
    const meterline = await openTest({ world: { files } });
    expect(await meterline.import({ paths: [path] })).toMatchObject({ added: 0, issues: 1, faults: [] });
    expect(await meterline.ledger.issues()).toMatchObject([{ code: 'VANISHED' }]);
  });

  it('may be a folder: a configured one that is closed is told', async () => {
    const dir = freshFolder();
    writeFile(join(dir, 'inner', 'a.jsonl'), callLines(1));
    writeFile(join(dir, 'b.jsonl'), callLines(1, 1));
    const files = hookedFiles((step, path) => {
      if (step === 'list' && path.endsWith('inner')) throw fsError('EACCES');
    });
    const home = join(freshFolder(), 'data');
    writeFile(join(home, 'meterline.toml'), `[sources.jsonl]\nroots = [${JSON.stringify(dir)}]\n`);
    const meterline = await openTest({ home, world: { files } });
    const report = await meterline.import({ only: ['jsonl'] });
    expect(report).toMatchObject({ added: 1, issues: 1 });
    expect(report.faults[0]?.message).toContain('inner');
  });

  it('may be a link that leads to itself or in a circle', async () => {
    const dir = freshFolder();
    writeFile(join(dir, 'a.jsonl'), callLines(2));
    symlinkSync(join(dir, 'loop.jsonl'), join(dir, 'loop.jsonl'));
    mkdirSync(join(dir, 'deep'));
    symlinkSync(dir, join(dir, 'deep', 'up'));
    expect(await (await openTest()).import({ paths: [dir] })).toMatchObject({ added: 2 });
  });

  it('may be nothing: a named path that does not exist', async () => {
    const report = await (await openTest()).import({ paths: ['/nowhere/at/all.jsonl'] });
    expect(report.faults).toMatchObject([{ code: 'SOURCE_FILE_UNREADABLE' }]);
  });

  it('may be a file that nobody knows', async () => {
    const path = writeFile(join(freshFolder(), 'notes.txt'), 'just words\n');
    expect((await (await openTest()).import({ paths: [path] })).faults).toMatchObject([
      { code: 'SOURCE_FILE_UNRECOGNISED' },
    ]);
  });
});

describe('options', () => {
  it('leave out what came before `since`, and then write no checkpoint', async () => {
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(10));
    const meterline = await openTest();
    const since = Date.UTC(2026, 9, 1) + 4000;
    expect(await meterline.import({ paths: [path], since })).toMatchObject({ added: 6, skipped: 4 });
    expect(await meterline.import({ paths: [path] })).toMatchObject({ added: 4, unchanged: 6 });
  });

  it('store nothing in a dry run, which knows what the ledger has', async () => {
    const { path, meterline } = await imported(3);
    writeFileSync(path, callLines(8));
    const report = await meterline.import({ paths: [path], only: ['jsonl'], dryRun: true });
    expect(report.wouldAdd).toEqual({ calls: 5, listNanoUsd: 5 * 450_000, unpricedCalls: 0 });
    expect(await calls(meterline.ledger)).toBe(3);
    expect((await meterline.ledger.checkpoints('jsonl'))[0]?.size).toBe(Buffer.byteLength(callLines(3)));
  });

  it('refuse a source that does not exist and say which was meant', async () => {
    await expect((await openTest()).import({ only: ['jsnl'] })).rejects.toThrow('There is no source jsnl');
  });

  it('stop at an abort with a ledger that an import can go on from', async () => {
    const dir = freshFolder();
    for (let i = 0; i < 20; i++) writeFile(join(dir, `${i}.jsonl`), callLines(10, i * 10));
    const meterline = await openTest();
    const stop = new AbortController();
    let turns = 0;
    const clock = () => NOW + turns++ * 1000;
    const slow = await openTest({ world: { clock }, ledger: meterline.ledger });
    await slow.import({
      paths: [dir],
      signal: stop.signal,
      onProgress: (p) => p.calls >= 50 && stop.abort(),
    });
    const kept = await calls(meterline.ledger);
    expect(kept).toBeGreaterThanOrEqual(50);
    expect(kept).toBeLessThan(200);
    await meterline.import({ paths: [dir] });
    expect(await calls(meterline.ledger)).toBe(200);
  });
});

describe('billing and dimensions', () => {
  it('bills nothing inside a plan, and names the machine', async () => {
    const home = join(freshFolder(), 'data');
    writeFile(join(home, 'meterline.toml'), 'machine = "laptop"\n[billing]\nanthropic = "plan"\n');
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(1));
    const meterline = await openTest({ home });
    await meterline.import({ paths: [path] });
    const { rows } = await meterline.ledger.usage({ zone: 'UTC', by: ['machine'], where: [] });
    expect(rows).toMatchObject([
      { key: { machine: 'laptop' }, cost: { listNanoUsd: 450_000, billedNanoUsd: 0 } },
    ]);
  });

  it('doubts the calls of the future once a file, not once a call', async () => {
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(7));
    const meterline = await openTest({ world: { clock: () => Date.UTC(2020, 0, 1) } });
    expect(await meterline.import({ paths: [path] })).toMatchObject({ added: 7, issues: 1 });
  });

  it('keeps a call from the future, and says so', async () => {
    const late = callLine({ id: 'late', at: 90 * 24 * 3600 });
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(1) + late);
    const meterline = await openTest();
    expect(await meterline.import({ paths: [path] })).toMatchObject({ added: 2, issues: 1 });
    expect(await meterline.ledger.issues()).toMatchObject([{ code: 'FUTURE_TIMESTAMP' }]);
  });

  it('drops raw calls that are older than the configuration keeps, not their totals', async () => {
    const home = join(freshFolder(), 'data');
    writeFile(join(home, 'meterline.toml'), 'retentionDays = 30\n');
    const path = writeFile(join(freshFolder(), 'a.jsonl'), callLines(3));
    const meterline = await openTest({ home });
    await meterline.import({ paths: [path] });
    expect(await meterline.ledger.stats()).toMatchObject({ calls: 3, rawCalls: 0 });
  });
});

describe('laws', () => {
  it('any split into reads, any order and repetition of imports and any pauses while it is written give the same ledger', async () => {
    const whole = [callLines(30), callLine({ id: 'call-3', at: 3, output: 99 }), callLines(10, 30)].join('');
    const reference = await openTest();
    await reference.import({ paths: [writeFile(join(freshFolder(), 'a.jsonl'), whole)] });
    const expected = await dumpLedger(reference.ledger);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 40, max: 5000 }),
        fc.array(fc.integer({ min: 1, max: whole.length }), { maxLength: 6 }),
        async (maxRead, cuts) => {
          const path = writeFile(join(freshFolder(), 'a.jsonl'), '');
          const meterline = await openTest({ world: { files: hookedFiles(() => {}, maxRead) } });
          let written = 0;
          for (const cut of [...cuts.sort((a, b) => a - b), whole.length]) {
            appendFileSync(path, whole.slice(written, cut));
            written = cut;
            // Another time for every write, as a slow writer would give it.
            utimesSync(path, cut, cut);
            await meterline.import({ paths: [path], only: ['jsonl'] });
          }
          await meterline.import({ paths: [path], only: ['jsonl'] });
          expect(await dumpLedger(meterline.ledger)).toEqual(expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('the order of files does not show', async () => {
    const dir = freshFolder();
    const paths = [0, 1, 2, 3].map((i) => writeFile(join(dir, `${i}.jsonl`), callLines(10, i * 5)));
    const run = async (order: readonly string[]) => {
      const meterline = await openTest({ ledger: openMemoryLedger({ zone: 'UTC' }) });
      await meterline.import({ paths: order, only: ['jsonl'] });
      return dumpLedger(meterline.ledger);
    };
    expect(await run([...paths].reverse())).toEqual(await run(paths));
  });
});
