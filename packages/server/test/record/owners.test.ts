import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createRecorder } from '../../src/record/create-recorder.ts';
import { createOwners } from '../../src/record/owners.ts';
import { createQuotaBook } from '../../src/record/quota-book.ts';
import { eventsOfBatch, spoolLine } from '../../src/record/spool-line.ts';
import { freshFolder } from '../kit.ts';
import { event } from './record-kit.ts';

test('an owner is at work while it is ours, or its process runs', () => {
  const owners = createOwners((process) => process === 7);
  owners.add('4-now');
  expect(owners.isAlive('4-now')).toBe(true);
  expect(owners.isAlive('7-other')).toBe(true);
  expect(owners.isAlive('8-gone')).toBe(false);
  owners.remove('4-now');
  expect(owners.isAlive('4-now')).toBe(false);
});

test('the number of our own process is no sign of life of an earlier one: in a container it is always the same', () => {
  const owners = createOwners(() => true);
  owners.add('1-now');
  expect(owners.isAlive('1-before')).toBe(false);
});

test('what an owner leaves is recorded as soon as it has gone, and not before', async () => {
  const folder = freshFolder();
  const owners = createOwners(() => false);
  owners.add('1-a');
  owners.add('2-b');
  const recorded: string[] = [];
  const recorder = createRecorder({
    folder,
    owner: '1-a',
    isAlive: owners.isAlive,
    append: async (calls) => {
      const events = eventsOfBatch(calls);
      recorded.push(...events.map(({ keys }) => keys[0]!));
      return { added: events.length, merged: 0, unchanged: 0 };
    },
  });
  writeFileSync(join(folder, '2-b-000001.calls'), spoolLine(event('x')));
  recorder.adopt();
  await recorder.flush();
  expect(recorded).toEqual([]);
  owners.remove('2-b');
  recorder.adopt();
  recorder.adopt();
  await recorder.flush();
  expect(recorded).toEqual(['gateway:x']);
  await recorder.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('of each quota the newest word is kept, over a restart too', () => {
  const path = join(freshFolder(), 'quotas.json');
  const book = createQuotaBook(path);
  book.note([{ provider: 'openai', quota: 'tokens', remaining: 5, at: 20 }]);
  book.note([{ provider: 'openai', quota: 'tokens', remaining: 9, at: 10 }]);
  book.note([{ provider: 'anthropic', quota: 'requests', limit: 50, remaining: 1, resetAt: 99, at: 15 }]);
  book.close();
  const again = createQuotaBook(path);
  expect(again.all()).toEqual([
    { provider: 'anthropic', quota: 'requests', limit: 50, remaining: 1, resetAt: 99, at: 15 },
    { provider: 'openai', quota: 'tokens', remaining: 5, at: 20 },
  ]);
  writeFileSync(path, '{"quotas":[{"provider":7},null,{"provider":"x","quota":"y","at":1.5}]}');
  expect(createQuotaBook(path).all()).toEqual([]);
  writeFileSync(path, 'no json');
  expect(createQuotaBook(path).all()).toEqual([]);
});
