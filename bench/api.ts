import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { apiUrl } from '@meterline/api/client';
import { openSqliteLedger } from '@meterline/store';

import { apiRoutes } from '../packages/server/src/api/index.ts';
import { openService } from '../packages/server/src/service/open-service.ts';
import type { Service } from '../packages/server/src/service/service.ts';
import { run as append } from './ledger-append.ts';
import { DAY_MS, WORLD_START } from './ledger-world.ts';
import { median, percentile } from './statistics.ts';

export interface ApiBenchOptions {
  /** A ledger made by `ledger-append.ts`; without it a small one is made and removed again. */
  readonly path?: string;
  readonly calls?: number;
  readonly rounds: number;
}

export interface AnswerFigures {
  readonly name: string;
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly cpuMs: number;
  readonly bytes: number;
}

export interface ApiRun {
  readonly answers: readonly AnswerFigures[];
  /** Over all answers of all rounds. */
  readonly p95Ms: number;
  readonly p95CpuMs: number;
}

// In the middle of the last day, as a dashboard is looked at.
const NOW = WORLD_START + 89.6 * DAY_MS;
const PERIODS = ['24h', '7d', '30d', '90d', 'all'] as const;
const FILTERS = [[], ['app=claude-code'], ['tenant=tenant-7', 'model!=model-0']] as const;
const CARDS = ['model', 'provider', 'app', 'project', 'machine', 'agent'] as const;

type Query = Readonly<Record<string, string | number | readonly string[]>>;
type Ask = readonly [path: string, query: Query];

/** Everything that the pages ask. */
const questions = (names: Names): Map<string, Ask> => {
  const asks = new Map<string, Ask>();
  const add = (path: string, query: Query = {}): void =>
    void asks.set(`${path} ${Object.values(query).flat().join(' ')}`.trim(), [path, query]);
  for (const period of PERIODS)
    for (const where of FILTERS) {
      const asked = { period, where };
      add('/overview', asked);
      add('/series', { ...asked, by: 'model', compare: 'previous' });
      add('/series', { ...asked, by: 'project' });
      for (const by of CARDS) add('/usage', { ...asked, by, limit: 10, compare: 'previous' });
      add('/models', { ...asked, compare: 'previous' });
      add('/routes', { ...asked, compare: 'previous' });
      add('/models/what-if', { ...asked, model: 'gpt-5.4' });
      add('/sessions', { ...asked, orderBy: 'newest' });
      add('/sessions', { ...asked, orderBy: 'cost', offset: 2_000 });
      add('/calls', asked);
      add('/cache', { ...asked, compare: 'previous' });
      add('/activity', asked);
      add('/cron', asked);
      add('/unpriced', asked);
    }
  add('/sessions', { period: '90d', search: 'project-4' });
  add('/sessions', { period: '90d', search: 'nothing is called so' });
  add('/calls', { period: '90d', where: [`session=${names.session}`] });
  add(`/sessions/${names.session}`);
  add(`/sessions/${names.session}/calls`);
  add(`/calls/${names.call}`);
  add('/live', {});
  add('/live', { where: ['machine=machine-7'] });
  for (const dimension of ['model', 'project', 'user', 'tag:team'])
    add(`/dimensions/${dimension}`, { search: '1' });
  for (const path of ['/status', '/settings', '/sources', '/issues', '/prices', '/prices/own']) add(path);
  return asks;
};

interface Names {
  readonly session: string;
  readonly call: string;
}

/** A session and a call that are there. */
const namesIn = async (app: App): Promise<Names> => {
  const sessions = await json(app, ['/sessions', { period: 'all', limit: 1 }]);
  const calls = await json(app, ['/calls', { period: 'all', limit: 1 }]);
  return { session: sessions.rows[0].session, call: calls.rows[0].id };
};

const text = async (app: App, [path, query]: Ask): Promise<string> => {
  const response = await app.request(apiUrl(path, {}, query).replace(/^\/api/, ''));
  const body = await response.text();
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${body}`);
  return body;
};
// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes.
const json = async (app: App, ask: Ask): Promise<any> => JSON.parse(await text(app, ask));

type App = ReturnType<typeof apiRoutes>;

/** Asks everything in turn, some rounds over, after one round that warms the caches. The writer does nothing meanwhile. */
export const run = async (options: ApiBenchOptions): Promise<ApiRun> => {
  const folder = mkdtempSync(join(tmpdir(), 'api-bench-'));
  const path = resolve(options.path ?? join(folder, 'ledger.db'));
  try {
    if (options.path === undefined) await append({ calls: options.calls ?? 2_000, path });
    await settled(path);
    const service = await serviceOver(path, folder);
    try {
      return await asking(apiRoutes(service), options.rounds);
    } finally {
      await service.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const settled = async (path: string): Promise<void> => {
  const ledger = await openSqliteLedger({ path, zone: 'UTC', clock: () => NOW, random: () => 0.5 });
  await ledger.settle();
  await ledger.close();
};

const serviceOver = async (path: string, folder: string): Promise<Service> => {
  const home = join(folder, 'home');
  mkdirSync(home);
  symlinkSync(path, join(home, 'ledger.sqlite'));
  const userHome = join(folder, 'user');
  mkdirSync(userHome);
  const world = {
    env: { platform: 'linux' as const, home: userHome, get: () => undefined },
    clock: () => NOW,
    random: () => 0.5,
  };
  const opened = await openService(world, { home, version: '0.0.0', zone: 'UTC', watch: false });
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
};

const asking = async (app: App, rounds: number): Promise<ApiRun> => {
  const asks = questions(await namesIn(app));
  const figures = new Map(
    [...asks.keys()].map((name) => [name, { wall: [] as number[], cpu: [] as number[], bytes: 0 }]),
  );
  for (const ask of asks.values()) await text(app, ask);
  for (let round = 0; round < rounds; round++)
    for (const [name, ask] of asks) {
      const figure = figures.get(name)!;
      const cpu = process.cpuUsage();
      const started = performance.now();
      figure.bytes = (await text(app, ask)).length;
      figure.wall.push(performance.now() - started);
      const { user, system } = process.cpuUsage(cpu);
      figure.cpu.push((user + system) / 1_000);
    }
  const all = (kind: 'wall' | 'cpu') => [...figures.values()].flatMap((figure) => figure[kind]);
  return {
    answers: [...figures].map(([name, { wall, cpu, bytes }]) => ({
      name,
      medianMs: median(wall),
      p95Ms: percentile(wall, 0.95),
      cpuMs: median(cpu),
      bytes,
    })),
    p95Ms: percentile(all('wall'), 0.95),
    p95CpuMs: percentile(all('cpu'), 0.95),
  };
};

if (import.meta.main) {
  const [path, rounds = '3'] = process.argv.slice(2);
  const figures = await run({ ...(path !== undefined && { path }), rounds: Number(rounds) });
  const column = (ms: number) => ms.toFixed(1).padStart(8);
  process.stdout.write('  median      p95      CPU  ms\n');
  for (const { name, medianMs, p95Ms, cpuMs, bytes } of figures.answers)
    process.stdout.write(`${column(medianMs)} ${column(p95Ms)} ${column(cpuMs)}  ${name} (${bytes} bytes)\n`);
  process.stdout.write(`         ${column(figures.p95Ms)} ${column(figures.p95CpuMs)}  all\n`);
}
