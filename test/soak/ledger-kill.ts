import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ledger, openMemoryLedger, openSqliteLedger } from '@meterline/store';
import { numbers, worldBatches } from '../../bench/ledger-world.ts';

/** What a run of kills found. Any difference from an import that nobody disturbed is thrown. */
export interface KillRun {
  readonly rounds: number;
  /** Writers that were killed before they were done. */
  readonly killed: number;
  readonly calls: number;
}

const WORLD = { calls: 4_000, sessions: 40, days: 5, seed: 11 };
const BATCH = 50;
const SOURCE = 'soak';
const PATH = '/soak.jsonl';
/** A writer is killed within this time of its first append; a whole import takes longer. */
const KILL_WITHIN_MS = 150;
/** After so many kills in one round the writer may finish, so that a slow machine comes to an end too. */
const KILLS_MAX = 5;

const open = (path: string): Promise<Ledger> =>
  openSqliteLedger({ path, zone: 'America/New_York', clock: () => 0, random: () => 0.5 });

/** Imports the world from where its checkpoint says, as an importer does: calls and checkpoint in one batch. */
export const importFrom = async (ledger: Ledger): Promise<void> => {
  const done = (await ledger.checkpoint(SOURCE, PATH))?.offset ?? 0;
  let offset = 0;
  for (const events of worldBatches(WORLD, BATCH)) {
    offset += events.length;
    if (offset <= done) continue;
    await ledger.append({ events, checkpoints: [checkpointAt(offset)] });
  }
};

const checkpointAt = (offset: number) => ({
  source: SOURCE,
  path: PATH,
  parserVersion: 1,
  device: 0,
  inode: 0,
  size: WORLD.calls,
  modifiedAt: 0,
  offset,
  fingerprint: '',
  state: '{}',
});

/** Kills a writer with SIGKILL at random moments and starts it again, until it is done; then compares all totals. */
export const run = async (rounds: number, seed = 1): Promise<KillRun> => {
  const below = numbers(seed);
  const expected = await undisturbed();
  let killed = 0;
  for (let round = 0; round < rounds; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'ledger-kill-'));
    try {
      const path = join(folder, 'ledger.db');
      let kills = 0;
      while (!(await writeUntilKilled(path, kills < KILLS_MAX ? below(KILL_WITHIN_MS) : undefined)))
        kills += 1;
      killed += kills;
      const ledger = await open(path);
      const found = await totals(ledger);
      await ledger.close();
      if (found !== expected) throw new Error(`round ${round} of seed ${seed}: ${found} is not ${expected}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return { rounds, killed, calls: WORLD.calls };
};

const undisturbed = async (): Promise<string> => {
  const ledger = openMemoryLedger({ zone: 'America/New_York' });
  await importFrom(ledger);
  return totals(ledger);
};

/** True when the writer came to its end; it is killed that long after it says that it begins. */
const writeUntilKilled = async (path: string, afterMs: number | undefined): Promise<boolean> => {
  const writer = fork(import.meta.filename, [path], { stdio: 'ignore' });
  const ended = new Promise<number | null>((resolve) => writer.once('exit', resolve));
  if (afterMs !== undefined) writer.once('message', () => setTimeout(() => writer.kill('SIGKILL'), afterMs));
  return (await ended) === 0;
};

const totals = async (ledger: Ledger): Promise<string> => {
  const ask = (by: readonly ('model' | 'session' | 'user')[], interval?: 'hour' | 'day') =>
    ledger.usage({ zone: 'America/New_York', by, where: [], ...(interval !== undefined && { interval }) });
  const { calls, rawCalls, sessions, tokens } = await ledger.stats();
  const rows = [await ask(['model', 'user'], 'hour'), await ask(['session'], 'day')];
  const page = await ledger.sessions({ where: [], orderBy: 'newest', limit: 1_000 });
  const checkpoint = await ledger.checkpoint(SOURCE, PATH);
  return JSON.stringify({ calls, rawCalls, sessions, tokens, rows, page, checkpoint });
};

if (import.meta.main && process.send !== undefined) {
  const ledger = await open(process.argv[2]!);
  process.send('begins');
  await importFrom(ledger);
  await ledger.close();
  process.exit(0);
}
