import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { priceBook } from '@meterline/prices';
import { describe, expect, it } from 'vitest';
import { currentBook, installBook, installedBooks, openMeterline } from '../src/index.ts';
import { callLines, freshFolder, testWorld, writeFile } from './kit.ts';

const open = async (home: string, more: { zone?: string; readOnly?: boolean } = {}) => {
  const opened = await openMeterline(testWorld(freshFolder()), { home, ...more });
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
};

describe('opening a data folder', () => {
  it('makes a private folder with a ledger that keeps what was imported', async () => {
    const home = join(freshFolder(), 'deep', 'data');
    const logs = writeFile(join(freshFolder(), 'a.jsonl'), callLines(3));
    const first = await open(home);
    await first.import({ paths: [logs] });
    await first.close();
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'ledger.sqlite')).mode & 0o777).toBe(0o600);
    const second = await open(home, { readOnly: true });
    expect(await second.ledger.stats()).toMatchObject({ calls: 3 });
    await second.close();
  });

  it('creates nothing for one who only reads', async () => {
    const home = join(freshFolder(), 'data');
    const meterline = await open(home, { readOnly: true });
    expect(await meterline.ledger.stats()).toMatchObject({ calls: 0 });
    await meterline.close();
    expect(existsSync(home)).toBe(false);
  });

  it('keeps days in the configured zone, also when it changes, and never in one that was only asked for', async () => {
    const home = join(freshFolder(), 'data');
    const zoneOf = async (): Promise<string> => {
      const meterline = await open(home, { zone: 'Asia/Tokyo' });
      const { zone } = await meterline.ledger.stats();
      expect(meterline.zone).toBe('Asia/Tokyo');
      await meterline.close();
      return zone;
    };
    writeFile(join(home, 'meterline.toml'), 'zone = "Europe/Zurich"\n');
    expect(await zoneOf()).toBe('Europe/Zurich');
    writeFile(join(home, 'meterline.toml'), 'zone = "Asia/Kathmandu"\n');
    expect(await zoneOf()).toBe('Asia/Kathmandu');
    writeFile(join(home, 'meterline.toml'), '');
    expect(await zoneOf()).toBe('Asia/Kathmandu');
  });

  it.each([
    ['meterline.toml', 'zone = 3', 'CONFIG_INVALID'],
    ['prices.local.json', '{"alias":{}}', 'PRICE_OVERRIDE_INVALID'],
    ['price-books/9999-01-01-abc.json', '{', 'PRICE_BOOK_INVALID'],
    ['ledger.sqlite', 'this is no ledger, but long enough to be looked at', 'LEDGER_DAMAGED'],
  ])('is a fault when %s is wrong', async (name, content, code) => {
    const home = join(freshFolder(), 'data');
    writeFile(join(home, name), content);
    expect(await openMeterline(testWorld(home), { home })).toMatchObject({ ok: false, fault: { code } });
  });

  it('is a fault when the folder is a file, or the zone is none', async () => {
    const home = writeFile(join(freshFolder(), 'data'), 'a file');
    expect(await openMeterline(testWorld(home), { home })).toMatchObject({ ok: false });
    const zone = await openMeterline(testWorld(home), { home: freshFolder(), zone: 'Mars/Olympus' });
    expect(zone).toMatchObject({ ok: false, fault: { code: 'ZONE_UNKNOWN' } });
  });
});

describe('price books', () => {
  it('are the carried one until a newer one is installed, and a bad one is refused', () => {
    const home = freshFolder();
    expect(currentBook(home)).toEqual({ ok: true, value: priceBook() });
    expect(installBook(home, '{}', priceBook())).toMatchObject({ ok: false });
    expect(installBook(home, JSON.stringify(priceBook()), priceBook())).toMatchObject({ ok: false });
    expect(installedBooks(home)).toEqual([]);
    const newer = { ...priceBook(), asOf: '9999-01-01' };
    writeFile(join(home, 'price-books', '9999-01-01-abc.json'), JSON.stringify(newer));
    expect(currentBook(home)).toEqual({ ok: true, value: newer });
  });
});
