import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { faultOf } from '@meterline/core';
import { openSqliteLedger } from '@meterline/store';
import { afterEach, describe, expect, it } from 'vitest';
import { RETRY_AFTER_MS } from '../src/watch/intervals.ts';
import { fsError, hookedFiles } from './fault-files.ts';
import { callLine, callLines, freshFolder, openTest, writeFile } from './kit.ts';
import { closeServices, imported, startService, type TestService } from './service-kit.ts';

afterEach(closeServices);

const faultOfReader = ({ service }: TestService): string | undefined => {
  try {
    service.reader();
    return undefined;
  } catch (error) {
    return faultOf(error)?.code;
  }
};
const lastFault = (test: TestService): string | undefined => test.of('fault').at(-1)?.fault?.code;

describe.each(['here', 'thread'] as const)('a service that writes %s', (writer) => {
  it('imports without an event for each call, then tells each new one once', async () => {
    const test = await startService({ writer, lines: callLines(3) });
    // Nothing is there yet, and that is no fault: the first page says what is being found.
    expect(await test.calls()).toBe(0);
    await imported(test);
    expect(await test.calls()).toBe(3);
    expect(test.of('call')).toEqual([]);
    expect(test.of('import').at(-1)?.state).toMatchObject({ phase: 'watching', calls: 3, fault: null });
    const before = test.service.activity().revision;

    test.append(callLine({ id: 'new', session: 's9' }));
    await test.until(() => test.of('call').length > 0);
    const [told] = test.of('call');
    expect(told?.call).toMatchObject({
      merged: false,
      session: 's9',
      model: 'claude-sonnet-4-5',
      totalTokens: 110,
      cost: { status: 'priced', listNanoUsd: 450_000 },
    });
    await test.until(() => test.service.activity().revision > before);
    expect(test.of('totals').at(-1)?.revision).toBe(test.service.activity().revision);
    const [stored] = await test.service.reader().ledger.findCalls(told?.call.id ?? '');
    expect(stored?.session).toBe('s9');
  });

  it('prices anew with the settings that were written', async () => {
    const line = callLine({ id: 'a' }).replace('claude-sonnet-4-5', 'house-model');
    const test = await startService({ writer, lines: line });
    await imported(test);
    writeFileSync(
      join(test.home, 'prices.local.json'),
      JSON.stringify({ prices: [{ match: 'house-model', rates: { input: '1', output: '2' } }] }),
    );
    expect(await test.service.reload()).toEqual({ ok: true, value: undefined });
    expect(test.of('settings')).toHaveLength(1);
    const request = { unpricedOnly: true, where: [] };
    expect(await test.service.reprice({ ...request, dryRun: true })).toMatchObject({ changed: 1 });
    expect(await test.service.reprice({ ...request, dryRun: false })).toMatchObject({
      changed: 1,
      newListNanoUsd: 120_000,
    });
    const { totals } = await test.service.reader().ledger.usage({ zone: 'UTC', by: [], where: [] });
    expect(totals.cost.listNanoUsd).toBe(120_000);
  });

  it('ends in the middle of an import, and the next one has the rest', async () => {
    const test = await startService({ writer, lines: callLines(20_000) });
    await test.until(() => (test.service.activity().progress?.calls ?? 0) > 0);
    await test.service.close();
    const again = await startService({ writer: 'here', home: test.home });
    writeFile(
      join(test.home, 'meterline.toml'),
      `[sources.jsonl]\nroots = [${JSON.stringify(join(test.log, '..'))}]\n`,
    );
    await again.until(async () => faultOfReader(again) === undefined && (await again.calls()) === 20_000);
  });
});

describe('the ledger, while it is served,', () => {
  it('is a fault when it is moved away, is not made anew, and heals when it is back', async () => {
    const test = await startService({ writer: 'thread', lines: callLines(2) });
    await imported(test);
    renameSync(test.ledger, `${test.ledger}.aside`);
    await test.until(() => faultOfReader(test) === 'LEDGER_MISSING');
    await test.until(() => lastFault(test) === 'LEDGER_MISSING');
    await expect(test.service.reprice({ unpricedOnly: true, where: [], dryRun: true })).rejects.toThrow(
      /no longer there/,
    );
    test.append(callLines(2, 2));
    expect(existsSync(test.ledger)).toBe(false);
    renameSync(`${test.ledger}.aside`, test.ledger);
    await test.until(async () => faultOfReader(test) === undefined && (await test.calls()) === 4);
    expect(test.of('fault').at(-1)).toMatchObject({ of: 'ledger', fault: null });
  });

  it('may be replaced by another', async () => {
    const test = await startService({ writer: 'thread', lines: callLines(2) });
    await imported(test);
    const path = join(freshFolder(), 'ledger.sqlite');
    const other = await openSqliteLedger({ path, zone: 'UTC', clock: Date.now, random: Math.random });
    await other.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(test.ledger + suffix, { force: true });
    renameSync(path, test.ledger);
    // Its logs are still there, so the new ledger has them again.
    await test.until(async () => faultOfReader(test) === undefined && (await test.calls()) === 2);
    test.append(callLines(1, 2));
    await test.until(async () => (await test.calls()) === 3);
  });

  it('is a fault as long as somebody holds it', async () => {
    const test = await startService({ lines: callLines(2), watch: false });
    await imported(test);
    await test.service.close();
    const holder = new DatabaseSync(test.ledger);
    holder.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    const again = await startService({ writer: 'thread', home: test.home });
    await again.until(() => faultOfReader(again) === 'LEDGER_LOCKED');
    await again.until(() => lastFault(again) === 'LEDGER_LOCKED');
    holder.close();
    await again.until(async () => faultOfReader(again) === undefined && (await again.calls()) === 2);
    await again.until(() => again.service.activity().importFault === null);
  });

  it('is a fault when it is damaged, and heals when a backup is put there', async () => {
    const test = await startService({ writer: 'thread', lines: callLines(2) });
    await imported(test);
    await test.service.close();
    const backup = readFileSync(test.ledger);
    writeFileSync(test.ledger, 'this is no database at all'.repeat(1000));
    const again = await startService({ writer: 'thread', home: test.home });
    expect(faultOfReader(again)).toBe('LEDGER_DAMAGED');
    await again.until(() => again.service.activity().importFault?.code === 'LEDGER_DAMAGED');
    expect(again.service.activity().phase).toBe('failed');
    writeFileSync(test.ledger, backup);
    await again.until(async () => faultOfReader(again) === undefined && (await again.calls()) === 2);
  });

  it('tells what other programs write to it', async () => {
    const test = await startService({ writer: 'thread', lines: callLines(1) });
    await imported(test);
    const before = test.of('totals').length;
    const other = await openTest({ home: test.home, ledger: undefined as never });
    await other.import({ paths: [writeFile(join(freshFolder(), 'b.jsonl'), callLines(2, 50))] });
    await other.close();
    await test.until(() => test.of('totals').length > before);
    await test.until(async () => (await test.calls()) === 3);
    expect(test.of('call')).toEqual([]);
  });
});

describe('settings that are changed by hand', () => {
  it('are noticed, and those that are wrong change nothing', async () => {
    const test = await startService({ lines: callLines(1) });
    await imported(test);
    const path = join(test.home, 'meterline.toml');
    const right = readFileSync(path, 'utf8');
    writeFileSync(path, `${right}\nzone = `);
    await test.until(() => test.service.activity().settingsFault?.code === 'CONFIG_INVALID');
    expect(await test.calls()).toBe(1);
    expect(test.of('settings')).toEqual([]);
    writeFileSync(path, `machine = "desk"\n${right}`);
    await test.until(() => test.of('settings').length === 1);
    expect(test.service.activity().settingsFault).toBeNull();
    expect(test.service.reader().config.machine).toBe('desk');
    // The writer has them too.
    test.append(callLines(1, 1));
    await test.until(() => test.of('call').length === 1);
    expect(test.of('call')[0]?.call.machine).toBe('desk');
  });
});

describe('the writer', () => {
  it('is started again when its thread dies, and nothing is lost', async () => {
    const test = await startService({
      writer: 'thread',
      lines: callLines(2),
      writerEntry: new URL('./dying-writer.ts', import.meta.url),
    });
    await imported(test);
    writeFile(join(test.home, 'die'), '');
    test.append(callLines(3, 2));
    await test.until(() => test.service.activity().writerRestarts === 1);
    expect(test.service.activity()).toMatchObject({
      phase: 'failed',
      importFault: { code: 'INTERNAL', message: expect.stringContaining('(status 3)') },
    });
    await test.until(async () => (await test.calls()) === 5);
    await test.until(() => test.service.activity().phase === 'watching');
    expect(test.service.activity().importFault).toBeNull();
  });

  it('imports once without watching, and again when it is asked to', async () => {
    const test = await startService({ lines: callLines(1), watch: false });
    await imported(test);
    expect(test.service.activity()).toMatchObject({ phase: 'idle', watching: false });
    test.append(callLines(1, 1));
    test.service.scan();
    await test.until(async () => (await test.calls()) === 2);
  });

  it('tells of much that comes at once without telling every call', async () => {
    const test = await startService({ writer: 'thread', lines: callLines(1) });
    await imported(test);
    test.append(callLines(5000, 1));
    await test.until(async () => (await test.calls()) === 5001);
    expect(test.of('call').length).toBeLessThanOrEqual(1000);
    expect(test.of('totals').length).toBeGreaterThan(0);
  });
});

describe('a world that misbehaves', () => {
  it('with a file that cannot be read is told, and goes on when it can', async () => {
    let broken = false;
    const files = hookedFiles((step, path) => {
      if (broken && step === 'open' && path.endsWith('.jsonl')) throw fsError('EACCES');
    });
    let skew = 0;
    const clock = (): number => Date.now() + skew;
    const test = await startService({ lines: callLines(1), world: { files, clock } });
    await imported(test);
    broken = true;
    test.append(callLines(1, 1));
    await test.until(() => test.of('fault').some(({ of }) => of === 'source'));
    expect(test.of('fault')[0]?.fault).toMatchObject({ code: 'SOURCE_FILE_UNREADABLE' });
    expect(test.service.activity()).toMatchObject({ phase: 'watching', importFault: null });
    broken = false;
    skew = RETRY_AFTER_MS;
    await test.until(() => test.of('call').length === 1);
    expect(await test.calls()).toBe(2);
  });

  it('with a clock that is set back and forth loses no call and no event', async () => {
    let now = Date.now();
    const test = await startService({ lines: callLines(1), world: { clock: () => now } });
    await imported(test);
    const YEAR = 365 * 24 * 60 * 60 * 1000;
    for (const [calls, jump] of [-YEAR, 2 * YEAR, -3 * YEAR].entries()) {
      now += jump;
      test.append(callLines(1, calls + 1));
      await test.until(() => test.of('call').length === calls + 1);
    }
    expect(await test.calls()).toBe(4);
    const revisions = test.of('totals').map(({ revision }) => revision);
    expect(revisions).toEqual([...new Set(revisions)].toSorted((a, b) => a - b));
  });
});

describe('opening', () => {
  it('refuses settings that are wrong', async () => {
    const home = freshFolder();
    writeFile(join(home, 'prices.local.json'), '{');
    await expect(startService({ home })).rejects.toThrow(/not valid JSON/);
  });
});
