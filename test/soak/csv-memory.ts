import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as append } from '../../bench/ledger-append.ts';
import { apiRoutes } from '../../packages/server/src/api/index.ts';
import { openService } from '../../packages/server/src/service/open-service.ts';

/** What reading a file of every call took. */
export interface CsvRun {
  readonly calls: number;
  readonly megabytes: number;
  readonly peakMiB: number;
}

/** Ten rounds read a million calls. */
const CALLS_A_ROUND = 100_000;
const MAX_CALLS = 1_000_000;
/** Of the reading process's heap: a tenth of what a million rows of text would take. */
const HEAP_MIB = 96;

/**
 * Reads every call and every session of a large ledger as CSV, in a process whose memory is bounded far below the size of
 * the file. It fails when a row is missing or the process runs out of memory.
 */
export const run = async (rounds: number): Promise<CsvRun> => {
  const calls = Math.min(rounds * CALLS_A_ROUND, MAX_CALLS);
  const folder = mkdtempSync(join(tmpdir(), 'meterline-soak-csv-'));
  try {
    const home = join(folder, 'home');
    mkdirSync(home);
    await append({ calls, sessions: calls / 50, path: join(home, 'ledger.sqlite') });
    const read = await readInChild(folder);
    const expected = { '/calls.csv': calls, '/sessions.csv': calls / 50 };
    for (const [path, rows] of Object.entries(expected))
      if (read.rows[path] !== rows) throw new Error(`${path} has ${read.rows[path]} rows, not ${rows}`);
    return { calls, megabytes: read.megabytes, peakMiB: read.peakMiB };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

interface Read {
  readonly rows: Readonly<Record<string, number>>;
  readonly megabytes: number;
  readonly peakMiB: number;
}

const readInChild = (folder: string): Promise<Read> =>
  new Promise((resolve, reject) => {
    const child = fork(import.meta.filename, [folder], {
      execArgv: [`--max-old-space-size=${HEAP_MIB}`, '--disable-warning=ExperimentalWarning'],
    });
    let read: Read | undefined;
    child.on('message', (message) => {
      read = message as Read;
    });
    child.once('exit', (code) =>
      read === undefined ? reject(new Error(`the reader ended with ${code}`)) : resolve(read),
    );
  });

const readAll = async (folder: string): Promise<Read> => {
  const userHome = join(folder, 'user');
  mkdirSync(userHome);
  const world = {
    env: { platform: 'linux' as const, home: userHome, get: () => undefined },
    clock: () => Date.UTC(2027, 0, 1),
    random: () => 0.5,
  };
  const opened = await openService(world, {
    home: join(folder, 'home'),
    version: '0.0.0',
    zone: 'UTC',
    watch: false,
  });
  if (!opened.ok) throw new Error(opened.fault.message);
  const app = apiRoutes(opened.value);
  const rows: Record<string, number> = {};
  let bytes = 0;
  for (const path of ['/calls.csv', '/sessions.csv']) {
    const response = await app.request(`${path}?period=all`);
    let lines = 0;
    for await (const chunk of response.body!) {
      bytes += chunk.byteLength;
      for (const byte of chunk) if (byte === 10) lines++;
    }
    rows[path] = lines - 1;
  }
  await opened.value.close();
  return {
    rows,
    megabytes: Math.round(bytes / 1e6),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
};

if (import.meta.main && process.send !== undefined) {
  process.send(await readAll(process.argv[2]!));
  process.disconnect();
}
