import { setTimeout as pause } from 'node:timers/promises';
import { type Fault, faultOf, MeterlineError } from '@meterline/core';
import type { Source } from '@meterline/sources';
import type { Ledger } from '@meterline/store';
import { type Looking, noFindings } from '../import/discover.ts';
import { chooseSources } from '../import/find-work.ts';
import { importFindings } from '../import/importer.ts';
import type { Pricer } from '../import/pricer.ts';
import { readHere } from '../import/read-here.ts';
import type { ImportOptions, ImportReport, WatchEvent, WatchOptions, World } from '../meterline.ts';
import { type Alarm, alarmFor } from './alarm.ts';
import { type Hints, hintsFor } from './hints.ts';
import {
  DEBOUNCE_MS,
  DISCOVER_EVERY_MS,
  LOOK_EVERY_MS,
  MAX_LIVE_CALLS,
  UPKEEP_EVERY_MS,
} from './intervals.ts';
import { type Change, type KnownFiles, knownFilesOf } from './known-files.ts';
import { type LiveCall, liveSink } from './live-sink.ts';
import { recurring } from './recurring.ts';

export interface WatchParts {
  readonly world: World;
  readonly ledger: Ledger;
  readonly sources: readonly Source[];
  readonly looking: Looking;
  readonly price: Pricer;
  readonly importAll: (options: ImportOptions) => Promise<ImportReport>;
  readonly upkeep: () => Promise<void>;
}

/**
 * Imports, then goes round until the signal aborts:
 *
 *     hint of the system ─┐
 *     every second ───────┴─→ stat all known files ─→ read what changed ─→ append ─→ calls
 *     a folder changed, every 30 s ─→ discover anew ──┘
 *
 * Nothing is taken from a hint but the moment: stats decide what changed, and checkpoints where reading goes on. A file
 * that cannot be read is told once and tried again; it never ends the watch.
 */
export async function* watch(parts: WatchParts, options: WatchOptions): AsyncGenerator<WatchEvent> {
  const sources = chooseSources(parts.sources, options.only, parts.looking);
  if (!sources.ok) throw new MeterlineError(sources.fault);
  const known = sources.value.map((source) => knownFilesOf(source, parts.looking));
  // Discovered before the import, so that what is written during it counts as changed.
  for (const one of known) one.discover();
  const report = await parts.importAll(options);
  yield { kind: 'ready', report, roots: known.flatMap((one) => one.roots()) };
  const alarm = alarmFor(options.signal);
  const hints = await hintsFor(foldersToWatch(known), alarm.ring);
  try {
    yield* rounds(parts, known, hints, alarm, options);
  } finally {
    await hints.close();
  }
}

const foldersToWatch = (known: readonly KnownFiles[]): readonly string[] => [
  ...new Set(known.flatMap((one) => one.roots().flatMap((root) => one.source.watch?.(root) ?? [root]))),
];

async function* rounds(
  parts: WatchParts,
  known: readonly KnownFiles[],
  hints: Hints,
  alarm: Alarm,
  { signal, onScan }: WatchOptions,
): AsyncGenerator<WatchEvent> {
  const told = new Set<string>();
  const discovery = recurring(DISCOVER_EVERY_MS, parts.world.clock());
  const daily = recurring(UPKEEP_EVERY_MS, parts.world.clock());
  let asked = false;
  onScan?.(() => {
    asked = true;
    alarm.ring();
  });
  for (;;) {
    if (signal.aborted) return;
    const now = parts.world.clock();
    const everywhere = discovery.due(now) || asked;
    asked = false;
    if (daily.due(now)) yield* faultsOf(parts.upkeep);
    for await (const event of round(parts, known, hints.take(), everywhere, signal)) {
      if (event.kind !== 'fault' || isNews(event.fault, told)) yield event;
    }
    if (everywhere) told.clear();
    await alarm.sleep(LOOK_EVERY_MS);
    // A write is often followed by others at once: let them come, then read them together.
    if (!signal.aborted) await pause(DEBOUNCE_MS);
  }
}

/** Upkeep that fails (a locked ledger, a full disk) is told, and tried again the next day. */
async function* faultsOf(upkeep: () => Promise<void>): AsyncGenerator<WatchEvent> {
  try {
    await upkeep();
  } catch (error) {
    yield { kind: 'fault', fault: faultOf(error) ?? internalFault(error) };
  }
}

const isNews = (fault: Fault, told: Set<string>): boolean => {
  if (told.has(fault.message)) return false;
  told.add(fault.message);
  return true;
};

async function* round(
  parts: WatchParts,
  known: readonly KnownFiles[],
  hinted: ReadonlySet<string> | 'all',
  everywhere: boolean,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  for (const one of known) {
    if (signal.aborted) return;
    const now = parts.world.clock();
    if (everywhere || one.foldersChanged() || one.isMissing(hinted, now)) one.discover();
    const changes = one.changed(hinted, now);
    if (changes.length > 0) yield* readChanges(parts, one, changes, signal);
  }
}

async function* readChanges(
  parts: WatchParts,
  one: KnownFiles,
  changes: readonly Change[],
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const calls: LiveCall[] = [];
  const sink = liveSink(parts.ledger, (call) => calls.push(call), MAX_LIVE_CALLS);
  const findings = { ...noFindings(), found: changes.map((change) => change.found) };
  try {
    const report = await importFindings(
      [{ source: one.source, roots: one.roots(), findings }],
      { ...parts, sink, clock: parts.world.clock, readAll: readHere(parts.looking, parts.price) },
      { signal },
    );
    settle(changes, report.faults, parts.world.clock());
    for (const fault of report.faults) yield { kind: 'fault', fault };
  } catch (error) {
    // The ledger was locked or its disk full: nothing is settled, so the same files are read in a later round.
    for (const change of changes) change.rest(parts.world.clock());
    yield { kind: 'fault', fault: faultOf(error) ?? internalFault(error) };
  }
  for (const { call, merged } of calls) yield { kind: 'call', call, merged };
  if (sink.passed() > 0) yield { kind: 'bulk' };
}

const settle = (changes: readonly Change[], faults: readonly Fault[], now: number): void => {
  for (const change of changes) {
    if (faults.some((fault) => fault.message.startsWith(`${change.found.file.path}:`))) change.rest(now);
    else change.done();
  }
};

const internalFault = (error: unknown): Fault => ({
  code: 'INTERNAL',
  message: `The watcher met ${error instanceof Error ? error.name : 'an error'}.`,
});
