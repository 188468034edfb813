import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureProcess, type ProcessFigures } from './measured-process.ts';
import type { Peer } from './peers.ts';
import { median, pairedRatio } from './statistics.ts';

/** One program's runs over the same corpus. */
export interface ImportFigures {
  readonly name: string;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** Wall time of this program over that of Meterline, median of pairs: above 1 means Meterline is faster. */
  readonly wallRatio: number;
  readonly totalTokens: number | undefined;
}

export interface ImportBench {
  /** Home folder that holds `.claude` and `.codex`. */
  readonly corpusHome: string;
  readonly meterline: readonly string[];
  readonly peers: readonly Peer[];
  readonly rounds: number;
  /** `cold`: an empty ledger each time. `again`: the same ledger, nothing changed. */
  readonly mode: 'cold' | 'again';
}

/**
 * Meterline and its peers in turn, A B C A B C …, over the same files. `cold` counts writing the ledger, which the
 * peers do not have.
 */
export const benchImport = async (bench: ImportBench): Promise<readonly ImportFigures[]> => {
  const ours: ProcessFigures[] = [];
  const theirs = new Map<string, ProcessFigures[]>(bench.peers.map((peer) => [peer.name, []]));
  const kept = mkdtempSync(join(tmpdir(), 'meterline-bench-'));
  const env = { HOME: bench.corpusHome };
  try {
    if (bench.mode === 'again') await runMeterline(bench, kept);
    for (let round = 0; round < bench.rounds; round++) {
      const home = bench.mode === 'again' ? kept : mkdtempSync(join(tmpdir(), 'meterline-bench-'));
      ours.push(await runMeterline(bench, home));
      if (home !== kept) rmSync(home, { recursive: true, force: true });
      for (const peer of bench.peers)
        theirs.get(peer.name)?.push(await measureProcess(peer.command, { env }));
    }
  } finally {
    rmSync(kept, { recursive: true, force: true });
  }
  const wall = ours.map((run) => run.wallMs);
  return [summary('meterline', ours, wall), ...[...theirs].map(([name, runs]) => summary(name, runs, wall))];
};

const runMeterline = async (bench: ImportBench, home: string): Promise<ProcessFigures> => {
  const figures = await measureProcess([...bench.meterline, 'import', '--home', home, '--json'], {
    env: { HOME: bench.corpusHome },
  });
  if (figures.exitCode !== 0 && figures.exitCode !== 5)
    throw new Error(`meterline import ended with ${figures.exitCode}`);
  return figures;
};

const summary = (
  name: string,
  runs: readonly ProcessFigures[],
  meterlineWall: readonly number[],
): ImportFigures => ({
  name,
  wallMs: median(runs.map((run) => run.wallMs)),
  cpuMs: median(runs.map((run) => run.cpuMs)),
  peakMiB: Math.max(...runs.map((run) => run.peakMiB)),
  wallRatio: pairedRatio(
    runs.map((run) => run.wallMs),
    meterlineWall,
  ),
  totalTokens: totalOf(runs.at(-1)?.stdout ?? ''),
});

/** Total tokens that a program printed, where its JSON says so: to see that all read the same. */
const totalOf = (stdout: string): number | undefined => {
  try {
    const printed = JSON.parse(stdout) as { totals?: { totalTokens?: number } };
    return printed.totals?.totalTokens;
  } catch {
    return undefined;
  }
};

/** The corpus's own count, written by its generator. */
export const truthOf = (corpusHome: string): { readonly totalTokens: number; readonly calls: number } =>
  JSON.parse(readFileSync(join(corpusHome, 'truth.json'), 'utf8'));
