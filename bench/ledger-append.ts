import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedger } from '@meterline/store';
import { DAY_MS, WORLD_START, worldBatches } from './ledger-world.ts';

export interface LedgerAppendOptions {
  readonly calls: number;
  readonly sessions?: number;
  readonly batchSize?: number;
  readonly order?: 'files' | 'time';
  readonly pace?: 'steady' | 'bursts';
  readonly timed?: boolean;
  /** Where the ledger is made and left; without it a folder that is removed again. */
  readonly path?: string;
}

export interface LedgerAppendRun {
  readonly calls: number;
  /** Calls a second of CPU time, and of the clock, spent in `append` alone. */
  readonly perCpuSecond: number;
  readonly perSecond: number;
  readonly bytesPerCall: number;
  /** Resident memory after a quarter of the calls and at the end: flat means about the same. */
  readonly rssMiB: readonly [early: number, end: number];
  /** Total tokens of the ledger: nobody makes it faster by losing some. */
  readonly totalTokens: number;
}

/** Appends a world of calls with all rollups, in batches as the importer makes them. */
export const run = async (options: LedgerAppendOptions): Promise<LedgerAppendRun> => {
  const {
    calls,
    sessions = Math.ceil(calls / 200),
    batchSize = 1_000,
    order = 'files',
    pace = 'steady',
    timed = false,
  } = options;
  const folder = options.path === undefined ? mkdtempSync(join(tmpdir(), 'ledger-append-')) : undefined;
  const path = options.path ?? join(folder!, 'ledger.db');
  const clock = () => WORLD_START + 90 * DAY_MS;
  const ledger = await openSqliteLedger({ path, zone: 'UTC', clock, random: () => 0.5 });
  try {
    const spent = { cpuMicros: 0, ms: 0, early: 0, done: 0 };
    for (const events of worldBatches(
      { calls, sessions, days: 90, seed: 7, order, pace, timed },
      batchSize,
    )) {
      const cpu = process.cpuUsage();
      const started = performance.now();
      await ledger.append({ events });
      const { user, system } = process.cpuUsage(cpu);
      spent.cpuMicros += user + system;
      spent.ms += performance.now() - started;
      spent.done += events.length;
      if (spent.early === 0 && spent.done >= calls / 4) spent.early = rssMiB();
    }
    const stats = await ledger.stats();
    return {
      calls: spent.done,
      perCpuSecond: spent.done / (spent.cpuMicros / 1e6),
      perSecond: spent.done / (spent.ms / 1e3),
      bytesPerCall: stats.sizeBytes / stats.calls,
      rssMiB: [spent.early, rssMiB()],
      totalTokens: stats.tokens.total,
    };
  } finally {
    await ledger.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
};

const rssMiB = (): number => Math.round(process.memoryUsage.rss() / 1024 / 1024);

if (import.meta.main) {
  const [
    calls = '1000000',
    sessions = '50000',
    path = '',
    batchSize = '1000',
    order = 'files',
    pace = 'steady',
    timed = '',
  ] = process.argv.slice(2);
  const figures = await run({
    calls: Number(calls),
    sessions: Number(sessions),
    batchSize: Number(batchSize),
    order: order === 'time' ? 'time' : 'files',
    pace: pace === 'bursts' ? 'bursts' : 'steady',
    timed: timed === 'timed',
    ...(path !== '' && { path }),
  });
  process.stdout.write(`${JSON.stringify(figures)}\n`);
}
