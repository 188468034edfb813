import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Filter, Interval, PlainDimension, UsageQuery } from '@meterline/core';
import { type Ledger, openSqliteLedger } from '@meterline/store';
import { run as append } from './ledger-append.ts';
import { DAY_MS, WORLD_START } from './ledger-world.ts';
import { median, percentile } from './statistics.ts';

export interface DashboardOptions {
  /** A ledger made by `ledger-append.ts`; without it a small one is made and removed again. */
  readonly path?: string;
  readonly calls?: number;
  readonly rounds: number;
}

export interface DashboardRun {
  readonly queries: readonly { readonly name: string; readonly medianMs: number; readonly p95Ms: number }[];
  /** Over all answers of all rounds. */
  readonly p95Ms: number;
  /** Of all rows: nobody makes it faster by answering less. */
  readonly hash: string;
}

const NOW = WORLD_START + 90 * DAY_MS;
const RANGES: readonly (readonly [name: string, from: number | undefined])[] = [
  ['24h', NOW - DAY_MS - 1_234],
  ['7d', NOW - 7 * DAY_MS],
  ['30d', NOW - 30 * DAY_MS],
  ['90d', NOW - 90 * DAY_MS],
  ['all', undefined],
];
const GROUPS: readonly (readonly [by: readonly PlainDimension[], interval?: Interval])[] = [
  [[], 'day'],
  [['model']],
  [['model'], 'day'],
  [['app', 'project']],
  [['user', 'model']],
  [['tenant', 'feature']],
];
const FILTERS: readonly (readonly Filter[])[] = [
  [],
  [{ dimension: 'app', op: '=', value: 'claude-code' }],
  [
    { dimension: 'tenant', op: '=', value: 'tenant-7' },
    { dimension: 'model', op: '!=', value: 'model-0' },
  ],
];

type Ask = (ledger: Ledger) => Promise<unknown>;

/** What a dashboard asks: totals by day and by low-cardinality dimensions, top sessions, the last calls. */
const questions = (): Map<string, Ask> => {
  const asks = new Map<string, Ask>();
  for (const [range, from] of RANGES) {
    for (const [by, interval] of GROUPS) {
      for (const where of FILTERS) {
        const name = [range, by.join('×') || 'total', interval ?? '', `${where.length} filters`].join(' ');
        const query: UsageQuery = {
          zone: 'UTC',
          by,
          where,
          limit: 100,
          ...(interval !== undefined && { interval }),
          ...(from !== undefined && { from, to: NOW }),
        };
        asks.set(name, (ledger) => ledger.usage(query));
      }
    }
    const of = from === undefined ? {} : { from, to: NOW };
    asks.set(`${range} top sessions`, (ledger) =>
      ledger.sessions({ ...of, where: [], orderBy: 'cost', limit: 20 }),
    );
  }
  asks.set('last 50 calls', (ledger) => Array.fromAsync(ledger.events({ order: 'newest', limit: 50 })));
  return asks;
};

/** Asks everything in turn, some rounds over, after one round that warms the caches. */
export const run = async (options: DashboardOptions): Promise<DashboardRun> => {
  const folder = options.path === undefined ? mkdtempSync(join(tmpdir(), 'dashboard-')) : undefined;
  const path = options.path ?? join(folder!, 'ledger.db');
  if (folder !== undefined) await append({ calls: options.calls ?? 2_000, path });
  const ledger = await openSqliteLedger({ path, zone: 'UTC', clock: () => NOW, random: () => 0.5 });
  try {
    await ledger.settle();
    const asks = questions();
    const times = new Map([...asks.keys()].map((name) => [name, [] as number[]]));
    let hash = 0;
    for (const ask of asks.values()) hash = addHash(hash, JSON.stringify(await ask(ledger)));
    for (let round = 0; round < options.rounds; round++) {
      for (const [name, ask] of asks) {
        const started = performance.now();
        await ask(ledger);
        times.get(name)!.push(performance.now() - started);
      }
    }
    const queries = [...times].map(([name, ms]) => ({
      name,
      medianMs: median(ms),
      p95Ms: percentile(ms, 0.95),
    }));
    return { queries, p95Ms: percentile([...times.values()].flat(), 0.95), hash: (hash >>> 0).toString(16) };
  } finally {
    await ledger.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
};

const addHash = (hash: number, text: string): number => {
  let next = hash;
  for (let i = 0; i < text.length; i++) next = (Math.imul(next, 31) + text.charCodeAt(i)) | 0;
  return next;
};

if (import.meta.main) {
  const [path, rounds = '5'] = process.argv.slice(2);
  const figures = await run({ ...(path !== undefined && { path }), rounds: Number(rounds) });
  for (const { name, medianMs, p95Ms } of figures.queries) {
    process.stdout.write(`${medianMs.toFixed(1).padStart(8)} ${p95Ms.toFixed(1).padStart(8)}  ${name}\n`);
  }
  process.stdout.write(`p95 of all ${figures.p95Ms.toFixed(1)} ms, hash ${figures.hash}\n`);
}
