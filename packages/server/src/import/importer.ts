import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fault, Issue } from '@meterline/core';
import type { Source } from '@meterline/sources';
import type { Ledger } from '@meterline/store';
import type { ImportOptions, ImportProgress, ImportReport, SourceReport } from '../meterline.ts';
import { type BatchWriter, batchWriter } from './batch-writer.ts';
import type { Findings, Looking } from './discover.ts';
import { faultOfIssue } from './file-faults.ts';
import { YIELD_EVERY_MS } from './limits.ts';
import { planSource } from './plan.ts';
import type { PricedPortion } from './portion.ts';
import type { ReadJob } from './read-job.ts';
import type { Sink } from './sink.ts';
import { boundYoungGeneration } from './young-generation.ts';

/** Gives the priced portions of many files, one file after the other or several at once. */
export type ReadAll = (
  jobs: readonly ReadJob[],
  signal: AbortSignal | undefined,
) => AsyncIterable<FilePortion>;

export interface FilePortion {
  readonly job: ReadJob;
  readonly portion: PricedPortion;
}

export interface ImporterParts {
  readonly ledger: Ledger;
  readonly sink: Sink;
  readonly clock: () => number;
  readonly looking: Looking;
  readonly readAll: ReadAll;
}

/** What one source has, and where it lies. */
export interface SourceFindings {
  readonly source: Source;
  readonly roots: readonly string[];
  readonly findings: Findings;
}

/**
 * The whole of an import, after discovery:
 *
 *     checkpoints ─→ plan ─→ read and price (here or in workers) ─→ batches ─→ ledger
 *
 * An abort is obeyed between two portions; what was read until then is committed.
 */
export const importFindings = async (
  all: readonly SourceFindings[],
  parts: ImporterParts,
  options: ImportOptions,
): Promise<ImportReport> => {
  const startedAt = parts.clock();
  const run = newRun(parts, options);
  for (const each of all) await prepare(each, run);
  run.tell('reading');
  await readEverything(run);
  for (const one of run.sources.values()) await one.writer.flush();
  run.tell('done');
  return reportOf(run, parts.clock() - startedAt);
};

interface Run {
  readonly parts: ImporterParts;
  readonly options: ImportOptions;
  readonly sources: Map<string, SourceRun>;
  readonly faults: Fault[];
  readonly jobs: ReadJob[];
  readonly found: NonNullable<ImportProgress['found']>[number][];
  readonly progress: { -readonly [K in keyof ImportProgress]: ImportProgress[K] };
  tell(phase: ImportProgress['phase']): void;
}

interface SourceRun {
  readonly source: Source;
  readonly roots: readonly string[];
  readonly writer: BatchWriter;
  readonly files: number;
  filesRead: number;
}

const newRun = (parts: ImporterParts, options: ImportOptions): Run => {
  const progress = {
    phase: 'discovering' as ImportProgress['phase'],
    filesDone: 0,
    filesTotal: 0,
    bytesDone: 0,
    bytesTotal: 0,
    calls: 0,
  };
  const found: NonNullable<ImportProgress['found']>[number][] = [];
  return {
    parts,
    options,
    sources: new Map(),
    faults: [],
    jobs: [],
    found,
    progress,
    tell: (phase) => {
      progress.phase = phase;
      options.onProgress?.({ ...progress, found: [...found] });
    },
  };
};

/** Compares one source with its checkpoints and queues what is new. */
const prepare = async ({ source, roots, findings }: SourceFindings, run: Run): Promise<void> => {
  const { parts, options, progress } = run;
  const checkpoints = findings.found.length > 0 ? await parts.ledger.checkpoints(source.id) : [];
  const plan = planSource(findings.found, checkpoints, parts.looking.files);
  const writer = batchWriter({
    sink: parts.sink,
    source: source.id,
    clock: parts.clock,
    since: options.since,
    checkpoints: options.since === undefined && options.shownAs === undefined,
  });
  run.sources.set(source.id, { source, roots, writer, files: plan.files, filesRead: 0 });
  run.faults.push(...findings.faults);
  run.jobs.push(...plan.jobs);
  progress.filesTotal += plan.jobs.length;
  progress.bytesTotal += plan.bytes;
  if (plan.files > 0) run.found.push({ id: source.id, name: source.name, files: plan.files });
  await writer.add('', { ...EMPTY_PORTION, issues: findings.issues });
};

const EMPTY_PORTION = {
  events: [],
  issues: [] as Issue[],
  declared: [],
  cronJobs: [],
  bytes: 0,
  last: false,
};

const readEverything = async (run: Run): Promise<void> => {
  const { parts, options, progress } = run;
  let turnAt = parts.clock() + YIELD_EVERY_MS;
  const young = boundYoungGeneration();
  try {
    for await (const { job, portion } of parts.readAll(run.jobs, options.signal)) {
      const one = run.sources.get(job.source.id)!;
      for (const issue of portion.issues) run.faults.push(...faultOfIssue(issue));
      await one.writer.add(job.file.path, portion);
      one.filesRead += Number(portion.last);
      progress.filesDone += Number(portion.last);
      progress.bytesDone += portion.bytes;
      progress.calls += portion.events.length;
      if (options.signal?.aborted) return;
      if (parts.clock() < turnAt) continue;
      young.check();
      run.tell('reading');
      await nextTurn();
      turnAt = parts.clock() + YIELD_EVERY_MS;
    }
  } finally {
    young.release();
  }
};

const reportOf = (run: Run, elapsedMs: number): ImportReport => {
  const sources = [...run.sources.values()].map(sourceReport);
  const sum = (pick: (one: SourceReport) => number): number =>
    sources.reduce((total, one) => total + pick(one), 0);
  const skipped = [...run.sources.values()].reduce((total, one) => total + one.writer.totals().skipped, 0);
  return {
    sources,
    added: sum((one) => one.added),
    merged: sum((one) => one.merged),
    unchanged: sum((one) => one.unchanged),
    skipped,
    issues: sum((one) => one.issues),
    bytesRead: run.progress.bytesDone,
    elapsedMs,
    faults: run.faults,
  };
};

const sourceReport = ({ source, roots, writer, files, filesRead }: SourceRun): SourceReport => {
  const { added, merged, unchanged, issues } = writer.totals();
  return { id: source.id, name: source.name, roots, files, filesRead, added, merged, unchanged, issues };
};
