import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { openMemoryLedger, openSqliteLedger } from '@meterline/store';
import { startImporter } from '../../packages/server/test/importer-child.ts';
import { callLines, NOW, openTest } from '../../packages/server/test/kit.ts';
import { dumpLedger } from '../../packages/server/test/ledger-dump.ts';

const FILES = 30;
const CALLS_EACH = 1500;
/** A killed import is started again at most so often in one round before it may finish. */
const MAX_KILLS = 6;
const MAX_DELAY_MS = 900;

/**
 * Imports with real processes that are killed (SIGKILL) at random moments, lets the last one finish, and compares the
 * ledger with that of an import nobody disturbed. Throws at the first difference; the message names the seed.
 */
export const run = async (rounds: number, seed = 1): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'meterline-soak-'));
  try {
    for (let i = 0; i < FILES; i++)
      writeFileSync(join(folder, `${i}.jsonl`), callLines(CALLS_EACH, i * (CALLS_EACH - 50)));
    const undisturbed = await openTest({ ledger: openMemoryLedger({ zone: 'UTC' }) });
    await undisturbed.import({ paths: [folder], only: ['jsonl'], workers: 0 });
    const expected = await dumpLedger(undisturbed.ledger);
    for (let round = 0; round < rounds; round++) await oneRound(folder, expected, seed + round);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const oneRound = async (logs: string, expected: unknown, seed: number): Promise<void> => {
  const random = randomFrom(seed);
  const data = mkdtempSync(join(tmpdir(), 'meterline-soak-data-'));
  try {
    const kills = Math.ceil(random() * MAX_KILLS);
    for (let kill = 0; kill < kills; kill++) {
      const child = startImporter(data, logs, Math.floor(random() * 3));
      await child.ready;
      await pause(random() * MAX_DELAY_MS);
      child.process.kill('SIGKILL');
      await child.done;
    }
    await startImporter(data, logs, 0).done;
    const path = join(data, 'ledger.sqlite');
    const ledger = await openSqliteLedger({ path, zone: 'UTC', clock: () => NOW, random });
    const ended = await dumpLedger(ledger);
    await ledger.close();
    if (!isDeepStrictEqual(ended, expected))
      throw new Error(`seed ${seed}: the ledger differs after ${kills} kills`);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
};

/** A linear congruential generator: the same seed kills at the same moments, as far as the machine allows. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
};
