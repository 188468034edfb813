import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteLedger } from '@meterline/store';
import { describe, expect, it } from 'vitest';
import { startImporter } from './importer-child.ts';
import { callLines, freshFolder, NOW, openTest, writeFile } from './kit.ts';
import { dumpLedger } from './ledger-dump.ts';

const openSqlite = (path: string) =>
  openSqliteLedger({ path, zone: 'UTC', clock: () => NOW, random: () => 0.5 });

describe('real processes', () => {
  it('import into one ledger at the same time', async () => {
    const logs = freshFolder();
    for (let i = 0; i < 8; i++) writeFile(join(logs, `${i}.jsonl`), callLines(900, i * 800));
    const data = join(freshFolder(), 'data');
    const children = [startImporter(data, logs, 0), startImporter(data, logs, 1)];
    const figures = await Promise.all(children.map((child) => child.done));
    expect(figures.reduce((sum, one) => sum + (one?.added ?? 0), 0)).toBe(6500);
    const alone = await openTest();
    await alone.import({ paths: [logs], only: ['jsonl'], workers: 0 });
    const ledger = await openSqlite(join(data, 'ledger.sqlite'));
    expect(await dumpLedger(ledger)).toEqual(await dumpLedger(alone.ledger));
    await ledger.close();
  });

  it('are killed in the middle, and the next one ends the work', async () => {
    const logs = freshFolder();
    for (let i = 0; i < 10; i++) writeFile(join(logs, `${i}.jsonl`), callLines(1500, i * 1400));
    const alone = await openTest();
    await alone.import({ paths: [logs], only: ['jsonl'], workers: 0 });
    const expected = await dumpLedger(alone.ledger);
    const data = join(freshFolder(), 'data');
    const first = startImporter(data, logs, 1);
    await first.ready;
    first.process.kill('SIGKILL');
    await first.done;
    await startImporter(data, logs, 0).done;
    const ledger = await openSqlite(join(data, 'ledger.sqlite'));
    expect(await dumpLedger(ledger)).toEqual(expected);
    await ledger.close();
  });
});

/** A file of two calls with one line of `bytes` between them; sparse, so it costs no disk. */
const fileWithLongLine = (bytes: number, closed: boolean): string => {
  const path = writeFile(join(freshFolder(), 'logs', 'long.jsonl'), callLines(1));
  const file = openSync(path, 'r+');
  let at = Buffer.byteLength(callLines(1));
  const put = (text: string): void => {
    at += writeSync(file, text, at);
  };
  put('{"text":"');
  at += bytes;
  ftruncateSync(file, at);
  put(closed ? `"}\n${callLines(1, 1)}` : '');
  closeSync(file);
  return path;
};

/** The program itself takes some 120 MiB from source; the line would take 300. */
const PEAK_MIB = 260;

describe('lines of hundreds of megabytes', () => {
  it('are passed over in bounded memory, with an issue, and the calls around them count', async () => {
    const logs = join(fileWithLongLine(300 * 2 ** 20, true), '..');
    const data = join(freshFolder(), 'data');
    const figures = await startImporter(data, logs, 0).done;
    expect(figures).toMatchObject({ added: 2 });
    expect(figures!.peakMiB).toBeLessThan(PEAK_MIB);
    const ledger = await openSqlite(join(data, 'ledger.sqlite'));
    expect(await ledger.issues()).toMatchObject([{ code: 'LINE_TOO_LONG', count: 1 }]);
    await ledger.close();
  });

  it('are read again from their start while they are unfinished', async () => {
    const path = fileWithLongLine(80 * 2 ** 20, false);
    const meterline = await openTest();
    await meterline.import({ paths: [path], only: ['jsonl'] });
    const [checkpoint] = await meterline.ledger.checkpoints('jsonl');
    expect(checkpoint?.offset).toBe(Buffer.byteLength(callLines(1)));
    const file = openSync(path, 'a');
    writeSync(file, `"}\n${callLines(1, 1)}`);
    closeSync(file);
    expect(await meterline.import({ paths: [path], only: ['jsonl'] })).toMatchObject({ added: 1 });
  });
});
