import { appendFileSync, mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openMemoryLedger } from '@meterline/store';
import { describe, expect, it } from 'vitest';
import type { Meterline, WatchEvent } from '../src/index.ts';
import { DISCOVER_EVERY_MS, RETRY_AFTER_MS } from '../src/watch/intervals.ts';
import { fsError, hookedFiles } from './fault-files.ts';
import { callLine, callLines, freshFolder, NOW, openTest, writeFile } from './kit.ts';

/** A watch over one configured root, with its events gathered as they come. */
const watching = async (
  root: string,
  { retentionDays, ...more }: Parameters<typeof openTest>[0] & { readonly retentionDays?: number } = {},
) => {
  const home = join(freshFolder(), 'data');
  const retention = retentionDays === undefined ? '' : `retentionDays = ${retentionDays}\n`;
  writeFile(join(home, 'meterline.toml'), `${retention}[sources.jsonl]\nroots = [${JSON.stringify(root)}]\n`);
  const meterline = await openTest({ home, ...more, world: { clock: () => Date.now(), ...more.world } });
  const events: WatchEvent[] = [];
  const stop = new AbortController();
  const waiters = new Set<() => void>();
  const ended = (async () => {
    for await (const event of meterline.watch({ only: ['jsonl'], signal: stop.signal })) {
      events.push(event);
      for (const check of waiters) check();
    }
  })();
  /** Resolves once the events satisfy the condition; the test's own time limit is the only clock. */
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (!holds()) return;
        waiters.delete(check);
        resolve();
      };
      waiters.add(check);
      check();
    });
  const end = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  await until(() => events.some((event) => event.kind === 'ready'));
  const callsSeen = () => events.filter((event) => event.kind === 'call');
  return { meterline, events, callsSeen, until, end };
};

const total = async ({ ledger }: Meterline): Promise<number> => (await ledger.stats()).calls;

describe('watch', () => {
  it('imports what is there, then tells each new call once, with its cost', async () => {
    const root = freshFolder();
    const path = writeFile(join(root, 'a.jsonl'), callLines(3));
    const live = await watching(root);
    expect(live.events[0]).toMatchObject({ kind: 'ready', report: { added: 3 }, roots: [root] });
    appendFileSync(path, callLines(2, 3));
    await live.until(() => live.callsSeen().length === 2);
    expect(live.callsSeen()[0]).toMatchObject({ merged: false, call: { cost: { listNanoUsd: 450_000 } } });
    await live.end();
    expect(await total(live.meterline)).toBe(5);
  });

  it('waits for the rest of a half line, and tells a better copy of a known call as merged', async () => {
    const root = freshFolder();
    const path = writeFile(join(root, 'a.jsonl'), callLines(1));
    const live = await watching(root);
    const line = callLines(1, 1);
    appendFileSync(path, line.slice(0, 30));
    writeFile(join(root, 'b.jsonl'), callLines(1, 7));
    await live.until(() => live.callsSeen().length === 1);
    appendFileSync(path, line.slice(30) + callLine({ id: 'call-0', output: 77 }));
    await live.until(() => live.callsSeen().length === 3);
    expect(live.callsSeen().map((event) => event.merged)).toEqual([false, true, false].toSorted());
    await live.end();
  });

  it('finds new files, in new folders too, and reads on after a rename', async () => {
    const root = freshFolder();
    writeFile(join(root, 'a.jsonl'), callLines(2));
    const live = await watching(root);
    const fresh = writeFile(join(root, 'deep', 'er', 'b.jsonl'), callLines(2, 10));
    await live.until(() => live.callsSeen().length === 2);
    mkdirSync(join(root, 'archived'));
    renameSync(fresh, join(root, 'archived', 'b.jsonl'));
    appendFileSync(join(root, 'archived', 'b.jsonl'), callLines(1, 12));
    await live.until(() => live.callsSeen().length === 3);
    await live.end();
    expect(await total(live.meterline)).toBe(5);
  });

  it('finds the first file of a folder that was empty when it was gone through', async () => {
    const root = freshFolder();
    const day = join(root, '2026', '11', '22');
    mkdirSync(day, { recursive: true });
    // A clock that stands: the round through all folders, every half minute, never comes.
    const live = await watching(root, { world: { clock: () => NOW } });
    writeFile(join(day, 'a.jsonl'), callLines(1));
    await live.until(() => live.callsSeen().length === 1);
    await live.end();
    expect(await total(live.meterline)).toBe(1);
  });

  it('reads a file that was empty when it was first seen as soon as something is in it', async () => {
    const root = freshFolder();
    const path = writeFile(join(root, 'empty.jsonl'), '');
    const live = await watching(root);
    expect(live.events[0]).toMatchObject({ kind: 'ready', report: { added: 0 } });
    // Hints may still be on their way to be set up: written to until it is noticed, and far sooner than the next
    // discovery.
    const asked = Date.now();
    const writing = setInterval(() => appendFileSync(path, callLines(1)), 100);
    await live.until(() => live.callsSeen().length === 1);
    clearInterval(writing);
    expect(Date.now() - asked).toBeLessThan(DISCOVER_EVERY_MS);
    await live.end();
  });

  it('drops once a day what retention no longer keeps, and lives through a clock that jumps', async () => {
    const root = freshFolder();
    const path = writeFile(join(root, 'a.jsonl'), callLines(3));
    let now = Date.UTC(2026, 9, 2);
    const live = await watching(root, {
      retentionDays: 30,
      world: { clock: () => now },
    });
    const stats = () => live.meterline.ledger.stats();
    appendFileSync(path, callLines(1, 3));
    await live.until(() => live.callsSeen().length === 1);
    expect(await stats()).toMatchObject({ calls: 4, rawCalls: 4 });
    now += 60 * 24 * 60 * 60 * 1000;
    while ((await stats()).rawCalls > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await stats()).toMatchObject({ calls: 4, rawCalls: 0 });
    // Back by years: the next call is noticed all the same.
    now = Date.UTC(2020, 0, 1);
    appendFileSync(path, callLines(1, 4));
    await live.until(() => live.callsSeen().length === 2);
    await live.end();
  });

  it('lives through truncation and deletion', async () => {
    const root = freshFolder();
    const path = writeFile(join(root, 'a.jsonl'), callLines(5));
    const live = await watching(root);
    truncateSync(path, 0);
    appendFileSync(path, callLines(1, 20));
    await live.until(() => live.callsSeen().length === 1);
    rmSync(path);
    writeFile(join(root, 'b.jsonl'), callLines(1, 30));
    await live.until(() => live.callsSeen().length === 2);
    await live.end();
    expect(await total(live.meterline)).toBe(7);
  });

  it('sees a root that appears later', async () => {
    const root = join(freshFolder(), 'later');
    const live = await watching(root);
    writeFile(join(root, 'a.jsonl'), callLines(1));
    await live.until(() => live.callsSeen().length === 1);
    await live.end();
  });

  it('tells of a bad file once and goes on with the others', async () => {
    const root = freshFolder();
    const files = hookedFiles((step, path) => {
      if (step === 'read' && path.endsWith('bad.jsonl') && ++reads > 1) throw fsError('EIO');
    });
    let reads = 0;
    const live = await watching(root, { world: { files } });
    writeFile(join(root, 'bad.jsonl'), callLines(1));
    await live.until(() => live.events.some((event) => event.kind === 'fault'));
    writeFile(join(root, 'good.jsonl'), callLines(1, 5));
    await live.until(() => live.callsSeen().length === 1);
    await live.end();
    expect(live.events.filter((event) => event.kind === 'fault')).toHaveLength(1);
  });

  it('goes on when the ledger could not be written, and loses nothing', async () => {
    const root = freshFolder();
    const path = writeFile(join(root, 'a.jsonl'), callLines(1));
    const ledger = openMemoryLedger({ zone: 'UTC' });
    let broken = false;
    const fragile = new Proxy(ledger, {
      get: (target, name: keyof typeof ledger) =>
        name === 'append' && broken ? () => Promise.reject(new Error('disk')) : target[name],
    });
    let skew = 0;
    const live = await watching(root, { ledger: fragile, world: { clock: () => Date.now() + skew } });
    broken = true;
    appendFileSync(path, callLines(1, 1));
    await live.until(() => live.events.some((event) => event.kind === 'fault'));
    broken = false;
    skew = RETRY_AFTER_MS;
    await live.until(() => live.callsSeen().length === 1);
    await live.end();
    expect(await total(live.meterline)).toBe(2);
  });

  it('sees rows that an agent adds to its database', async () => {
    const root = freshFolder();
    const path = join(root, 'agent.sqlite');
    const db = new DatabaseSync(path);
    db.exec('PRAGMA journal_mode = wal; CREATE TABLE calls (id INTEGER PRIMARY KEY)');
    const live = await watching(root, { sources: [rowSource(root)] });
    db.exec('INSERT INTO calls VALUES (1)');
    await live.until(() => live.callsSeen().length === 1);
    db.exec('INSERT INTO calls VALUES (2)');
    await live.until(() => live.callsSeen().length === 2);
    await live.end();
    db.close();
    writeFileSync(path, '');
  });
});

const rowSource = (root: string) =>
  ({
    id: 'jsonl',
    name: 'Rows',
    parserVersion: 1,
    unseen: [],
    readers: {
      rows: {
        kind: 'database',
        start: () => ({ last: 0 }),
        read: (db, state, _file, out) => {
          for (const { id } of db.rows('SELECT id FROM calls WHERE id > ? ORDER BY id', state.last)) {
            state.last = Number(id);
            out.event({
              keys: [`row:${id}`],
              startedAt: Date.UTC(2026, 9, 1),
              source: 'jsonl',
              capture: 'log',
              provider: 'anthropic',
              model: 'claude-sonnet-4-5',
              tokens: { output: 1 },
              status: 'ok',
              confidence: 'exact',
            });
          }
        },
      },
    },
    roots: () => [root],
    *discover(dir, fs) {
      if (fs.stat(`${dir}/agent.sqlite`))
        yield { path: `${dir}/agent.sqlite`, reader: 'rows', context: null };
    },
    recognises: () => false,
    adopt: (path) => ({ path, reader: 'rows', context: null }),
  }) satisfies import('@meterline/sources').Source;
