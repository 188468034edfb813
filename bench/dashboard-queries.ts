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

/** Times of one question: by the clock, and of this process alone, which a busy machine disturbs less. */
export interface QueryFigures {
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly cpuMs: number;
}

export interface DashboardRun {
  readonly queries: readonly QueryFigures[];
  /** Over all answers of all rounds. */
  readonly p95Ms: number;
  readonly p95CpuMs: number;
  /** Of all rows: nobody makes it faster by answering less. */
  readonly hash: string;
}

// In the middle of the last day: today is not over, and the last 24 hours begin inside a day.
const NOW = WORLD_START + 89.6 * DAY_MS;
const RANGES: readonly (readonly [name: string, from: number | undefined])[] = [
  ['24h', NOW - DAY_MS],
  ['7d', WORLD_START + (90 - 7) * DAY_MS],
  ['30d', WORLD_START + (90 - 30) * DAY_MS],
  ['90d', WORLD_START + (90 - 90) * DAY_MS],
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
    let hash = 0;
    for (const ask of asks.values()) hash = addHash(hash, JSON.stringify(await ask(ledger)));
    const times = new Map(
      [...asks.keys()].map((name) => [name, { wall: [] as number[], cpu: [] as number[] }]),
    );
    for (let round = 0; round < options.rounds; round++) {
      for (const [name, ask] of asks) await measure(() => ask(ledger), times.get(name)!);
    }
    const queries = [...times].map(([name, { wall, cpu }]) => ({
      name,
      medianMs: median(wall),
      p95Ms: percentile(wall, 0.95),
      cpuMs: median(cpu),
    }));
    const all = (kind: 'wall' | 'cpu') => [...times.values()].flatMap((figures) => figures[kind]);
    return {
      queries,
      p95Ms: percentile(all('wall'), 0.95),
      p95CpuMs: percentile(all('cpu'), 0.95),
      hash: (hash >>> 0).toString(16),
    };
  } finally {
    await ledger.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
};

const measure = async (
  ask: () => Promise<unknown>,
  to: { readonly wall: number[]; readonly cpu: number[] },
): Promise<void> => {
  const cpu = process.cpuUsage();
  const started = performance.now();
  await ask();
  to.wall.push(performance.now() - started);
  const { user, system } = process.cpuUsage(cpu);
  to.cpu.push((user + system) / 1_000);
};

const addHash = (hash: number, text: string): number => {
  let next = hash;
  for (let i = 0; i < text.length; i++) next = (Math.imul(next, 31) + text.charCodeAt(i)) | 0;
  return next;
};

if (import.meta.main) {
  const [path, rounds = '5'] = process.argv.slice(2);
  const figures = await run({ ...(path !== undefined && { path }), rounds: Number(rounds) });
  const column = (ms: number) => ms.toFixed(1).padStart(8);
  process.stdout.write('  median      p95      CPU  ms\n');
  for (const { name, medianMs, p95Ms, cpuMs } of figures.queries) {
    process.stdout.write(`${column(medianMs)} ${column(p95Ms)} ${column(cpuMs)}  ${name}\n`);
  }
  process.stdout.write(
    `         ${column(figures.p95Ms)} ${column(figures.p95CpuMs)}  all, hash ${figures.hash}\n`,
  );
}
