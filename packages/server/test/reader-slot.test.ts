import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { openMeterline } from '../src/index.ts';
import { openReaderSlot } from '../src/service/reader-slot.ts';
import { callLines, freshFolder, testWorld, writeFile } from './kit.ts';

it('a ledger that is just being made is an empty one, and read as soon as it is made', async () => {
  const world = testWorld(freshFolder());
  const home = join(freshFolder(), 'data');
  const path = writeFile(join(home, 'ledger.sqlite'), '');
  // As far as another process has come: a database, in which the schema is not yet.
  const begun = new DatabaseSync(path);
  begun.exec('PRAGMA journal_mode = WAL');
  const slot = await openReaderSlot(home, () => openMeterline(world, { home, zone: 'UTC', readOnly: true }));
  if (!slot.ok) throw new Error(slot.fault.message);
  const { look, current, fault, close } = slot.value;
  await look();
  expect(fault()).toBeNull();
  expect((await current().ledger.stats()).calls).toBe(0);

  const writing = await openMeterline(world, { home, zone: 'UTC' });
  if (!writing.ok) throw new Error(writing.fault.message);
  await writing.value.import({ paths: [writeFile(join(freshFolder(), 'a.jsonl'), callLines(3))] });
  await look();
  expect((await current().ledger.stats()).calls).toBe(3);
  const first = current();
  await look();
  expect(current()).toBe(first);
  begun.close();
  await close();
  await writing.value.close();
});
