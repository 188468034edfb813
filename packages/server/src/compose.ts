import { MeterlineError, type PriceEngine } from '@meterline/core';
import { SOURCES, type Source } from '@meterline/sources';
import { type Ledger, openMemoryLedger } from '@meterline/store';
import type { Config } from './config/config.ts';
import type { LoadedPrices } from './config/local-prices.ts';
import { nodeFiles } from './files/node-files.ts';
import { databaseOpener } from './files/open-database.ts';
import type { Looking } from './import/discover.ts';
import { findWork } from './import/find-work.ts';
import { importFindings } from './import/importer.ts';
import { makePricer } from './import/pricer.ts';
import { type Reading, readAuto, WORKER_ENTRY } from './import/read-auto.ts';
import { shownAs } from './import/shown-as.ts';
import { drySink } from './import/sink.ts';
import type { ImportOptions, ImportProgress, ImportReport, Meterline, World } from './meterline.ts';
import { dropOldEvents } from './retention.ts';
import { surveyAll } from './survey.ts';
import { watch } from './watch/watch.ts';

/** New calls after which long reports are prepared. */
const SETTLE_AFTER_CALLS = 5000;

export interface Parts {
  readonly world: World;
  readonly home: string;
  readonly config: Config;
  readonly zone: string;
  readonly ledger: Ledger;
  readonly sources: readonly Source[];
  readonly engine: PriceEngine;
  readonly localPrices: LoadedPrices;
  readonly workerEntry?: URL;
}

/** Puts opened parts together. Nothing here knows what the parts are made of. */
export const compose = (parts: Parts): Meterline => {
  const { world, ledger, config } = parts;
  const files = world.files ?? nodeFiles;
  const looking: Looking = { env: world.env, config, files, openDatabase: databaseOpener(files) };
  const price = makePricer(parts.engine, config);
  const usual: Reading = {
    looking,
    price,
    start: { book: parts.engine.book, overrides: parts.localPrices.overrides, config },
    // Workers open files by themselves: with another file system, or sources of the caller's, they would see others.
    entry: world.files || parts.sources !== SOURCES ? undefined : (parts.workerEntry ?? WORKER_ENTRY),
  };
  const placeOf = ({ paths: [real] = [], shownAs: shown }: ImportOptions): Place => {
    if (real === undefined || shown === undefined) return { at: looking, reading: usual, paths: {} };
    const view = shownAs(files, real, shown);
    const at = { ...looking, files: view, openDatabase: databaseOpener(view) };
    return { at, reading: { ...usual, looking: at, entry: undefined }, paths: { paths: [shown] } };
  };
  const runImport = async (options: ImportOptions): Promise<ImportReport> => {
    options.onProgress?.(NOTHING_YET);
    const { at, reading, paths } = placeOf(options);
    const work = await findWork(parts.sources, { ...options, ...paths }, at);
    if (!work.ok) throw new MeterlineError(work.fault);
    const view = options.dryRun ? openMemoryLedger({ zone: parts.zone }) : undefined;
    const sink = view ? drySink(ledger, view) : ledger;
    const clock = world.clock;
    const report = await importFindings(
      work.value.bySource,
      { ledger, sink, clock, looking: at, readAll: readAuto(reading, options.workers) },
      options,
    );
    return { ...report, faults: [...work.value.faults, ...report.faults], ...(await foreseen(view)) };
  };
  const importAll = async (options: ImportOptions): Promise<ImportReport> => {
    const report = await runImport(options);
    if (options.dryRun || options.signal?.aborted) return report;
    await dropOldEvents(ledger, config, world.clock());
    // A large import leaves much to sum up for long reports: better now than when one is asked for.
    if (report.added + report.merged >= SETTLE_AFTER_CALLS) await ledger.settle();
    return report;
  };
  const upkeep = async (): Promise<void> => {
    await dropOldEvents(ledger, config, world.clock());
    await ledger.settle();
  };
  return {
    ...parts,
    price,
    import: importAll,
    upkeep,
    watch: (options) => watch({ ...parts, looking, price, importAll, upkeep }, options),
    survey: () => surveyAll(parts.sources, looking),
    close: () => ledger.close(),
  };
};

/** Where an import looks, and what it is told to look at there. */
interface Place {
  readonly at: Looking;
  readonly reading: Reading;
  readonly paths: Pick<ImportOptions, 'paths'>;
}

const NOTHING_YET: ImportProgress = {
  phase: 'discovering',
  filesDone: 0,
  filesTotal: 0,
  bytesDone: 0,
  bytesTotal: 0,
  calls: 0,
};

/** What a dry run's view came to. */
const foreseen = async (view: Ledger | undefined): Promise<Pick<ImportReport, 'wouldAdd'>> => {
  if (!view) return {};
  const { totals } = await view.usage({ zone: 'UTC', by: [], where: [] });
  const { listNanoUsd, unpricedCalls } = totals.cost;
  return { wouldAdd: { calls: totals.calls, listNanoUsd, unpricedCalls } };
};
