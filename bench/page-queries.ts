import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Filter, Interval, PlainDimension, UsageQuery, UsageRow } from '@meterline/core';
import { type Ledger, openSqliteLedger, type SessionOrder, type StoredCall } from '@meterline/store';
import { callListAsks, connectAsks, oneCallAsks } from './call-list-queries.ts';
import { run as append } from './ledger-append.ts';
import { DAY_MS, WORLD_START } from './ledger-world.ts';
import { median, percentile } from './statistics.ts';
import { oneTaskAsks, taskListAsks } from './task-queries.ts';

export interface PageQueriesOptions {
  /** A ledger of bursts made by `ledger-append.ts`; without it a small one is made and removed again. */
  readonly path?: string;
  readonly calls?: number;
  readonly sessions?: number;
  readonly rounds: number;
}

export interface PageFigures {
  readonly page: string;
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Median of this process alone, which a busy machine disturbs less. */
  readonly cpuMs: number;
}

export interface PageRun {
  readonly queries: readonly PageFigures[];
  /** Over all answers of all rounds. */
  readonly p95Ms: number;
  /** Of all answers: nobody makes it faster by answering less. */
  readonly hash: string;
}

type Ask = (ledger: Ledger) => Promise<unknown>;
type Asks = Readonly<Record<string, Ask>>;

const HOUR_MS = 3_600_000;
// In the middle of the last day: today is not over, and the last 24 hours begin inside a day.
const NOW = WORLD_START + 89.6 * DAY_MS;
const MIDNIGHT = WORLD_START + 90 * DAY_MS;
const RANGES = {
  '24h': { from: NOW - DAY_MS, to: NOW },
  '7d': { from: MIDNIGHT - 7 * DAY_MS, to: NOW },
  '30d': { from: MIDNIGHT - 30 * DAY_MS, to: NOW },
  '90d': { from: MIDNIGHT - 90 * DAY_MS, to: NOW },
} as const;
type Range = keyof typeof RANGES;

/** The period of the same length before, as far as today has come. */
const previous = (range: Range): { readonly from: number; readonly to: number } => {
  const { from, to } = RANGES[range];
  const length = Math.ceil((to - from) / DAY_MS) * DAY_MS;
  return { from: from - length, to: to - length };
};

const PLAIN = { zone: 'UTC', by: [], where: [] } as const;
const BREAKDOWNS = ['model', 'provider', 'app', 'project', 'machine', 'agent'] as const;
const SERIES: readonly (readonly [Range, Interval])[] = [
  ['24h', 'hour'],
  ['7d', 'hour'],
  ['30d', 'day'],
  ['90d', 'day'],
  ['90d', 'week'],
  ['90d', 'month'],
];
/** Groups of their own in a chart; all others are one. */
const TOP = 8;
const BY_APP: readonly Filter[] = [{ dimension: 'app', op: '=', value: 'claude-code' }];
const BY_TENANT: readonly Filter[] = [
  { dimension: 'tenant', op: '=', value: 'tenant-7' },
  { dimension: 'model', op: '!=', value: 'model-0' },
];

const usage =
  (query: Partial<UsageQuery>): Ask =>
  (ledger) =>
    ledger.usage({ ...PLAIN, ...query });

const overview = (top: Top): Asks => {
  const asks: Record<string, Ask> = {};
  for (const range of ['24h', '7d', '30d', '90d'] as const) {
    const within = RANGES[range];
    asks[`${range} totals`] = usage(within);
    asks[`${range} before`] = usage(previous(range));
    const interval = range === '24h' ? 'hour' : range === '90d' ? 'week' : 'day';
    asks[`${range} active sessions by ${interval}`] = (ledger) =>
      ledger.activeSessions({ ...PLAIN, ...within, interval });
    asks[`${range} active sessions before`] = (ledger) =>
      ledger.activeSessions({ ...PLAIN, ...previous(range) });
    asks[`${range} active sessions by ${interval}, filtered`] = (ledger) =>
      ledger.activeSessions({ ...PLAIN, ...within, where: BY_TENANT, interval });
    for (const by of BREAKDOWNS) asks[`${range} top ${by}`] = usage({ ...within, by: [by], limit: TOP });
    asks[`${range} top model, filtered`] = usage({ ...within, by: ['model'], where: BY_APP, limit: TOP });
  }
  for (const [range, interval] of SERIES) {
    const within = RANGES[range];
    asks[`${range} by ${interval}`] = usage({ ...within, interval });
    asks[`${range} by ${interval}, filtered`] = usage({ ...within, interval, where: BY_TENANT });
    for (const by of BREAKDOWNS)
      asks[`${range} by ${interval} and ${by}`] = usage({
        ...{ ...within, interval, by: [by], where: onlyTop(top, by) },
      });
  }
  return asks;
};

type Top = ReadonlyMap<PlainDimension, readonly (string | null)[]>;

/** A chart asks for the buckets of its largest groups only. */
const onlyTop = (top: Top, dimension: PlainDimension): readonly Filter[] =>
  top.get(dimension)!.map((value) => ({ dimension, op: '=', value }));

const readTop = async (ledger: Ledger): Promise<Top> => {
  const top = new Map<PlainDimension, readonly (string | null)[]>();
  for (const by of BREAKDOWNS) {
    const { rows } = await ledger.usage({ ...PLAIN, ...RANGES['90d'], by: [by], limit: TOP });
    top.set(
      by,
      rows.map(({ key }) => key[by] ?? null),
    );
  }
  return top;
};

const ORDERS: readonly SessionOrder[] = ['newest', 'cost', 'tokens', 'calls', 'longest', 'cacheWaste'];
const PAGE = 100;

const sessions = (count: number): Asks => {
  const asks: Record<string, Ask> = {};
  const ask =
    (query: Partial<Parameters<Ledger['sessions']>[0]>): Ask =>
    (ledger) =>
      ledger.sessions({ where: [], orderBy: 'newest', limit: PAGE, ...query });
  const offsets = { first: 0, middle: Math.floor(count / 2), last: Math.max(0, count - PAGE) };
  for (const orderBy of ORDERS) {
    for (const [place, offset] of Object.entries(offsets))
      asks[`${orderBy}, ${place} page`] = ask({ orderBy, offset });
    asks[`${orderBy}, searched`] = ask({ orderBy, search: 'Project-7' });
    asks[`${orderBy}, searched and filtered, second page`] = ask({
      ...{ orderBy, search: 'MAIN', where: BY_APP, offset: PAGE },
    });
  }
  for (const [range, within] of Object.entries(RANGES)) {
    asks[`${range}, first page`] = ask(within);
    asks[`${range}, another page`] = ask({ ...within, offset: PAGE });
  }
  asks['30d, filtered'] = ask({ ...RANGES['30d'], where: BY_TENANT });
  asks['a page of 500'] = ask({ orderBy: 'cost', limit: 500, offset: offsets.middle });
  return asks;
};

const session = (id: string): Asks => {
  const where: readonly Filter[] = [{ dimension: 'session', op: '=', value: id }];
  return {
    'found by id': (ledger) => ledger.findSessions(id),
    'its calls': (ledger) => Array.fromAsync(ledger.events({ where, order: 'oldest', limit: 500 })),
    'by model': usage({ by: ['provider', 'model'], where }),
    'by agent': usage({ by: ['agent'], where }),
    lapses: (ledger) => ledger.lapses({ ...PLAIN, where }),
  };
};

/** Worst sessions that the page shows. */
const WORST = 20;

/** Projects that are looked at model by model. */
const LARGE = 20;

/** Of the projects that sent the most and those that lost the most: what `server/src/report/cache.ts` narrows to. */
const readLarge = async (ledger: Ledger): Promise<readonly Filter[]> => {
  const asked = { ...PLAIN, ...RANGES['90d'], by: ['project'] as const, limit: LARGE };
  const { rows } = await ledger.usage({ ...asked, orderBy: 'tokens' });
  const lapsed = await ledger.lapses(asked);
  const names = new Set([...rows, ...lapsed.rows].map(({ key }) => key.project ?? null));
  return [...names].map((value) => ({ dimension: 'project', op: '=', value }));
};

const cache = (top: Top, worst: readonly string[], large: readonly Filter[]): Asks => {
  const asks: Record<string, Ask> = {};
  const ofWorst = worst.map((value): Filter => ({ dimension: 'session', op: '=', value }));
  const both = (name: string, query: Partial<UsageQuery>): void => {
    asks[`${name}, saved`] = usage(query);
    asks[`${name}, lapsed`] = (ledger) => ledger.lapses({ ...PLAIN, ...query });
  };
  for (const range of ['7d', '30d', '90d'] as const) {
    const within = RANGES[range];
    both(`${range}`, within);
    both(`${range} by provider and model`, { ...within, by: ['provider', 'model'] });
    both(`${range} by project`, { ...within, by: ['project'] });
    both(`${range} by large project, provider and model`, {
      ...{ ...within, by: ['project', 'provider', 'model'], where: large },
    });
    both(`${range} by day and model`, {
      ...{ ...within, by: ['model'], interval: 'day', where: onlyTop(top, 'model') },
    });
    both(`${range} by day, filtered`, { ...within, interval: 'day', where: BY_APP });
    asks[`${range} worst sessions`] = (ledger) =>
      ledger.sessions({ ...within, where: [], orderBy: 'cacheWaste', limit: WORST });
  }
  both('the worst sessions', { by: ['app', 'session', 'provider', 'model'], where: ofWorst });
  return asks;
};

const ROUTE = ['feature', 'tenant', 'model'] as const;
/** Routes that the page shows at once. */
const ROUTES = 200;
const BY_USER: readonly Filter[] = [{ dimension: 'user', op: '=', value: 'user-7' }];

/** How long the calls of the largest routes took; which these are is asked before, outside what is measured. */
const timed = (query: Partial<UsageQuery>): Ask => {
  const asked = { ...PLAIN, ...query, by: ROUTE };
  let keys: readonly UsageRow['key'][] | undefined;
  return async (ledger) => {
    keys ??= (await ledger.usage({ ...asked, limit: ROUTES })).rows.map(({ key }) => key);
    const { from, to, by, where } = asked;
    const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    const { rows } = await ledger.timings({ ...range, by, where, groups: keys });
    return rows.map((row) => [row.key, [...row.latency], [...row.firstToken], row.generationMicros]);
  };
};

const OF_FEATURES: readonly Filter[] = [{ dimension: 'feature', op: '!=', value: null }];

const routes = (): Asks => {
  const asks: Record<string, Ask> = {};
  const both = (name: string, query: Partial<UsageQuery>): void => {
    asks[`${name}, used`] = usage({ ...query, by: ROUTE, limit: ROUTES });
    asks[`${name}, timed`] = timed(query);
  };
  for (const range of ['24h', '7d', '30d', '90d'] as const) {
    const within = RANGES[range];
    both(range, within);
    both(`${range} before`, previous(range));
    both(`${range} of features`, { ...within, where: OF_FEATURES });
    both(`${range} of a tenant`, { ...within, where: BY_TENANT });
    both(`${range} of a user`, { ...within, where: BY_USER });
  }
  return asks;
};

const activity = (top: Top): Asks => {
  const asks: Record<string, Ask> = {};
  for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Asia/Kathmandu']) {
    for (const range of ['7d', '30d', '90d'] as const) {
      const within = { ...RANGES[range], zone };
      asks[`${range} heat map in ${zone}`] = usage({ ...within, interval: 'hour' });
      asks[`${range} by day in ${zone}`] = usage({ ...within, interval: 'day' });
      asks[`${range} by day and model in ${zone}`] = usage({
        ...{ ...within, interval: 'day', by: ['model'], where: onlyTop(top, 'model') },
      });
    }
    asks[`90d heat map in ${zone}, filtered`] = usage({
      ...{ ...RANGES['90d'], zone, interval: 'hour', where: BY_TENANT },
    });
  }
  for (const by of ['feature', 'user', 'tenant', 'branch', 'machine', 'cron', 'channel'] as const)
    asks[`90d top ${by}`] = usage({ ...RANGES['90d'], by: [by], limit: 20 });
  return asks;
};

const live = (): Asks => ({
  revision: (ledger) => ledger.revision(),
  'newest 100 calls': (ledger) => Array.fromAsync(ledger.events({ order: 'newest', limit: 100 })),
  'newest 100 calls, filtered': (ledger) =>
    Array.fromAsync(ledger.events({ order: 'newest', limit: 100, where: BY_APP })),
  'the last hour': usage({ from: NOW - HOUR_MS, to: NOW, by: ['model'] }),
});

const names = (): Asks =>
  Object.fromEntries(
    [...BREAKDOWNS, 'user', 'tenant', 'feature', 'branch', 'tag:team'].map((dimension) => [
      `values of ${dimension}`,
      (ledger: Ledger) => ledger.dimensionValues(dimension, 50),
    ]),
  );

/** The last call that began before an instant. */
const callAt = async (ledger: Ledger, to: number): Promise<StoredCall> => {
  for await (const call of ledger.events({ to, order: 'newest', limit: 1 })) return call;
  throw new Error('The ledger has no call so early.');
};

/** What every page asks of the ledger. */
const questions = async (
  ledger: Ledger,
): Promise<readonly (readonly [page: string, name: string, ask: Ask])[]> => {
  const top = await readTop(ledger);
  const page = await ledger.sessions({ where: [], orderBy: 'cacheWaste', limit: WORST });
  const worst = page.sessions.map(({ session }) => session);
  const named = await ledger.tasks({ where: [], orderBy: 'cost', limit: 1 });
  const middle = await callAt(ledger, NOW - 15 * DAY_MS);
  return Object.entries({
    overview: overview(top),
    sessions: sessions(page.count),
    session: session(worst[0]!),
    tasks: taskListAsks(named.count, RANGES['30d'], BY_TENANT),
    task: oneTaskAsks(named.tasks[0]!.task),
    cache: cache(top, worst, await readLarge(ledger)),
    routes: routes(),
    activity: activity(top),
    live: live(),
    calls: { ...callListAsks('30d', RANGES['30d'], middle), ...callListAsks('90d', RANGES['90d'], middle) },
    call: oneCallAsks(middle),
    connect: connectAsks(),
    filters: names(),
  }).flatMap(([page, asks]) => Object.entries(asks).map(([name, ask]) => [page, name, ask] as const));
};

/** Asks everything in turn, some rounds over, after one round that warms the caches. */
export const run = async (options: PageQueriesOptions): Promise<PageRun> => {
  const folder = options.path === undefined ? mkdtempSync(join(tmpdir(), 'pages-')) : undefined;
  const path = options.path ?? join(folder!, 'ledger.db');
  if (folder !== undefined) {
    const { calls = 2_000, sessions = 100 } = options;
    await append({ calls, sessions, pace: 'bursts', timed: true, path });
  }
  const ledger = await openSqliteLedger({ path, zone: 'UTC', clock: () => NOW, random: () => 0.5 });
  try {
    await ledger.settle();
    return await askAll(ledger, options.rounds);
  } finally {
    await ledger.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
};

const askAll = async (ledger: Ledger, rounds: number): Promise<PageRun> => {
  const asked = await questions(ledger);
  let hash = 0;
  for (const [, , ask] of asked) hash = addHash(hash, JSON.stringify(await ask(ledger)));
  const times = asked.map(() => ({ wall: [] as number[], cpu: [] as number[] }));
  for (let round = 0; round < rounds; round++) {
    for (const [i, [, , ask]] of asked.entries()) {
      const cpu = process.cpuUsage();
      const started = performance.now();
      await ask(ledger);
      times[i]!.wall.push(performance.now() - started);
      const { user, system } = process.cpuUsage(cpu);
      times[i]!.cpu.push((user + system) / 1_000);
    }
  }
  return {
    queries: asked.map(([page, name], i) => ({
      page,
      name,
      medianMs: median(times[i]!.wall),
      p95Ms: percentile(times[i]!.wall, 0.95),
      cpuMs: median(times[i]!.cpu),
    })),
    p95Ms: percentile(
      times.flatMap(({ wall }) => wall),
      0.95,
    ),
    hash: (hash >>> 0).toString(16),
  };
};

const addHash = (hash: number, text: string): number => {
  let next = hash;
  for (let i = 0; i < text.length; i++) next = (Math.imul(next, 31) + text.charCodeAt(i)) | 0;
  return next;
};

if (import.meta.main) {
  const [path, rounds = '5'] = process.argv.slice(2);
  const { queries, p95Ms, hash } = await run({ ...(path !== undefined && { path }), rounds: Number(rounds) });
  const column = (ms: number) => ms.toFixed(1).padStart(8);
  process.stdout.write('  median      p95      CPU  ms\n');
  for (const { page, name, medianMs, p95Ms: own, cpuMs } of [...queries].sort((a, b) => b.cpuMs - a.cpuMs))
    process.stdout.write(`${column(medianMs)} ${column(own)} ${column(cpuMs)}  ${page}: ${name}\n`);
  process.stdout.write(`         ${column(p95Ms)}  all ${queries.length}, hash ${hash}\n`);
}
