import { type Fault, faultOf, MeterlineError, type Result } from '@meterline/core';
import type { AppendResult, Ledger, RepriceResult, StoredCall } from '@meterline/store';
import type { ImportReport, Meterline } from '../meterline.ts';
import type { CallBatch } from '../record/recorder.ts';
import { eventsOfBatch } from '../record/spool-line.ts';
import { type Alarm, alarmFor } from '../watch/alarm.ts';
import { UPKEEP_EVERY_MS } from '../watch/intervals.ts';
import { liveSink } from '../watch/live-sink.ts';
import { MOST_TOLD_CALLS, RETRY_FIRST_MS, RETRY_MAX_MS } from './limits.ts';
import { liveCallOf } from './live-call.ts';
import type { ImportFileRequest, RepriceRequest } from './service.ts';
import type { OnNews, Writer } from './writer.ts';

export interface WriteLoopOptions {
  /** Opens the data folder for writing. */
  readonly open: () => Promise<Result<Meterline>>;
  /** Read the logs of agents; else it only records what it is handed. */
  readonly imports: boolean;
  /** Go on after the import, and record what happens. */
  readonly watch: boolean;
}

/**
 * Opens the ledger, imports, watches; when something of it fails (a locked or damaged ledger, a full disk) tells so,
 * closes it and begins again after a while. Ends only when it is stopped.
 */
export const startWriteLoop = (options: WriteLoopOptions, onNews: OnNews): Writer => {
  const stopping = new AbortController();
  const loop: Loop = {
    options,
    onNews,
    signal: stopping.signal,
    alarm: alarmFor(stopping.signal),
    scan: () => {},
    opened: undefined,
    waiting: [],
    retryMs: RETRY_FIRST_MS,
  };
  const ended = runLoop(loop);
  return {
    scan: () => {
      loop.scan();
      loop.alarm.ring();
    },
    reprice: (request) => reprice(loop, request),
    append: (calls) => append(loop, calls),
    importFile: (request) => importFile(loop, request),
    changeNote: ({ name, before, after }) =>
      inLedger(loop, (ledger) => ledger.changeNote(name, before, after)),
    followChanges: (since) => inLedger(loop, (ledger) => ledger.followChanges(since)),
    stop: () => {
      stopping.abort();
      return ended;
    },
  };
};

interface Loop {
  readonly options: WriteLoopOptions;
  readonly onNews: OnNews;
  readonly signal: AbortSignal;
  /** Wakes the loop where it sleeps: after a fault, and when it is idle. */
  readonly alarm: Alarm;
  /** Makes the watch look through all folders. */
  scan: () => void;
  opened: Meterline | undefined;
  /** Who wants to write and waits for the ledger to be opened: as many as ask. */
  readonly waiting: ((opened: Result<Meterline>) => void)[];
  retryMs: number;
}

const runLoop = async (loop: Loop): Promise<void> => {
  while (!loop.signal.aborted) {
    try {
      await openAndWork(loop);
    } catch (error) {
      const fault = faultOf(error) ?? internalFault(error);
      tellWaiting(loop, { ok: false, fault });
      loop.onNews({ kind: 'fault', of: 'import', fault });
    }
    if (loop.signal.aborted) break;
    await loop.alarm.sleep(loop.retryMs);
    loop.retryMs = Math.min(loop.retryMs * 2, RETRY_MAX_MS);
  }
  tellWaiting(loop, { ok: false, fault: NOT_WRITING });
};

const tellWaiting = (loop: Loop, opened: Result<Meterline>): void => {
  for (const tell of loop.waiting.splice(0)) tell(opened);
};

const openedOf = async (loop: Loop): Promise<Meterline> => {
  if (loop.opened) return loop.opened;
  if (loop.signal.aborted) throw new MeterlineError(NOT_WRITING);
  const opened = await new Promise<Result<Meterline>>((resolve) => loop.waiting.push(resolve));
  if (!opened.ok) throw new MeterlineError(opened.fault);
  return opened.value;
};

const openAndWork = async (loop: Loop): Promise<void> => {
  const opened = await loop.options.open();
  if (!opened.ok) throw new MeterlineError(opened.fault);
  loop.opened = opened.value;
  try {
    tellWaiting(loop, opened);
    loop.onNews({ kind: 'opened' });
    await workOf(loop.options)(opened.value, loop);
  } finally {
    loop.opened = undefined;
    loop.scan = () => {};
    await opened.value.close();
  }
};

const workOf = ({ imports, watch }: WriteLoopOptions) => {
  if (!imports) return rest;
  return watch ? watchOn : importAndRest;
};

/** Keeps the ledger in order, and writes what it is handed. */
const rest = async (meterline: Meterline, loop: Loop): Promise<void> => {
  while (!loop.signal.aborted) {
    await meterline.upkeep();
    loop.retryMs = RETRY_FIRST_MS;
    await loop.alarm.sleep(UPKEEP_EVERY_MS);
  }
};

const watchOn = async (meterline: Meterline, loop: Loop): Promise<void> => {
  const { signal, onNews } = loop;
  const events = meterline.watch({
    signal,
    onProgress: (progress) => onNews({ kind: 'progress', progress }),
    onScan: (scan) => {
      loop.scan = scan;
    },
  });
  for await (const event of events) {
    if (event.kind === 'ready') {
      loop.retryMs = RETRY_FIRST_MS;
      onNews({ kind: 'imported', report: event.report, roots: event.roots });
    } else if (event.kind === 'call')
      onNews({ kind: 'call', call: liveCallOf(event.call, event.merged, meterline.world.clock()) });
    else if (event.kind === 'bulk') onNews({ kind: 'bulk' });
    else onNews({ kind: 'fault', of: 'source', fault: event.fault });
  }
};

/** Imports once, and again whenever it is asked to. */
const importAndRest = async (meterline: Meterline, loop: Loop): Promise<void> => {
  const { signal, onNews, alarm } = loop;
  let again = true;
  while (!signal.aborted) {
    if (again) {
      again = false;
      const report = await meterline.import({
        signal,
        onProgress: (progress) => onNews({ kind: 'progress', progress }),
      });
      onNews({ kind: 'imported', report, roots: [] });
    } else await meterline.upkeep();
    loop.retryMs = RETRY_FIRST_MS;
    loop.scan = () => {
      again = true;
    };
    await alarm.sleep(UPKEEP_EVERY_MS);
  }
};

/** Closed under its hands: whatever was not done may be tried again. */
const inLedger = async <T>(loop: Loop, act: (ledger: Ledger) => Promise<T>): Promise<T> => {
  const meterline = await openedOf(loop);
  try {
    return await act(meterline.ledger);
  } catch (error) {
    throw loop.opened === meterline ? error : new MeterlineError(NOT_WRITING);
  }
};

const reprice = async (loop: Loop, request: RepriceRequest): Promise<RepriceResult> => {
  const { unpricedOnly, where, from, to, dryRun } = request;
  const meterline = await openedOf(loop);
  try {
    return await meterline.ledger.reprice(
      { where, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) },
      (call) => (unpricedOnly && call.cost.status !== 'unpriced' ? undefined : meterline.price(call).cost),
      { dryRun, bookVersion: meterline.engine.bookVersion, at: meterline.world.clock() },
    );
  } catch (error) {
    // Closed under its hands: what was done stays done, and doing it again does the rest.
    throw loop.opened === meterline ? error : new MeterlineError(NOT_WRITING);
  }
};

const importFile = async (loop: Loop, request: ImportFileRequest): Promise<ImportReport> => {
  const { path, shownAs, source, columns } = request;
  const meterline = await openedOf(loop);
  try {
    const report = await meterline.import({
      paths: [path],
      shownAs,
      signal: loop.signal,
      ...(source === undefined ? {} : { only: [source] }),
      ...(columns === undefined ? {} : { columns }),
    });
    if (report.added + report.merged > 0) loop.onNews({ kind: 'bulk' });
    if (!loop.signal.aborted) return report;
  } catch (error) {
    if (loop.opened === meterline) throw error;
  }
  // Closed under its hands: what was read stays, and sending it again adds the rest.
  throw new MeterlineError(NOT_WRITING);
};

const append = async (loop: Loop, calls: CallBatch): Promise<AppendResult> => {
  const meterline = await openedOf(loop);
  const tell = ({ call, merged }: { call: StoredCall; merged: boolean }): void =>
    loop.onNews({ kind: 'call', call: liveCallOf(call, merged, meterline.world.clock()) });
  const sink = liveSink(meterline.ledger, tell, MOST_TOLD_CALLS);
  try {
    const result = await sink.append({ events: eventsOfBatch(calls).map(meterline.price) });
    if (sink.passed() > 0) loop.onNews({ kind: 'bulk' });
    return result;
  } catch (error) {
    throw loop.opened === meterline ? error : new MeterlineError(NOT_WRITING);
  }
};

const NOT_WRITING: Fault = {
  code: 'LEDGER_LOCKED',
  message: 'The ledger cannot be written just now.',
  hint: 'Meterline opens it again by itself; try again in a moment.',
};

const internalFault = (error: unknown): Fault => ({
  code: 'INTERNAL',
  message: `The writer met ${error instanceof Error ? error.name : 'an error'}.`,
});
