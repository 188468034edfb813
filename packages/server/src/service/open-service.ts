import { pid } from 'node:process';
import { ok, type Result } from '@meterline/core';
import type { World } from '../meterline.ts';
import { openMeterline } from '../open.ts';
import { isRunning } from '../record/is-running.ts';
import { createOwners } from '../record/owners.ts';
import { createHub } from './hub.ts';
import { PULSE_EVERY_MS, READ_LOCK_ATTEMPTS } from './limits.ts';
import { openReaderSlot } from './reader-slot.ts';
import { runService } from './run-service.ts';
import type { Service } from './service.ts';
import { WRITER_ENTRY, writerThread } from './thread/writer-thread.ts';
import { startWriteLoop } from './write-loop.ts';
import type { StartWriter } from './writer.ts';

export interface ServiceOptions {
  /** Absolute path of the data folder. */
  readonly home: string;
  /** Of the program. */
  readonly version: string;
  /** IANA zone for this run; default the configured one, else the machine's. */
  readonly zone?: string;
  /** Go on recording after the first import. */
  readonly watch: boolean;
  readonly demo?: boolean;
  /** Read the logs of agents; default yes. */
  readonly imports?: boolean;
  /**
   * The environment for the writer's thread: a thread cannot be handed `world`. Absent: the writer works on this thread,
   * with the world's own clock and files, as tests want it.
   */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Program of the writer's thread; default the one of this package. */
  readonly writerEntry?: URL;
  /** How often the ledger is looked at, milliseconds; default `PULSE_EVERY_MS`. */
  readonly pulseEveryMs?: number;
}

/**
 * Opens a data folder to serve it. A ledger that cannot be used now is no reason not to start (`activity` says so, and
 * it heals); wrong settings are, as a fault.
 */
export const openService = async (world: World, options: ServiceOptions): Promise<Result<Service>> => {
  const { home, version, zone } = options;
  const opening = { home, ...(zone === undefined ? {} : { zone }) };
  const slot = await openReaderSlot(home, () =>
    openMeterline(world, { ...opening, readOnly: true, lockAttempts: READ_LOCK_ATTEMPTS }),
  );
  if (!slot.ok) return slot;
  const boot = bootOf(world);
  const hub = createHub(boot);
  const startWriter = options.variables
    ? threadOf(world, options, options.variables)
    : hereOf(world, options, opening);
  return ok(
    runService({
      world,
      home,
      version,
      hub,
      slot: slot.value,
      startWriter,
      watch: options.watch,
      demo: options.demo === true,
      imports: options.imports !== false,
      pulseEveryMs: options.pulseEveryMs ?? PULSE_EVERY_MS,
      owner: `${pid}-${boot}`,
      owners: createOwners(isRunning),
    }),
  );
};

/** Another at each start: by time, and by chance where the clock was set back. */
const bootOf = ({ clock, random }: World): string =>
  `${clock().toString(36)}${Math.floor(random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0')}`;

const hereOf =
  (world: World, { watch, imports }: ServiceOptions, opening: { home: string; zone?: string }): StartWriter =>
  (onNews) =>
    startWriteLoop({ watch, imports: imports !== false, open: () => openMeterline(world, opening) }, onNews);

const threadOf = (
  { env }: World,
  { home, zone, watch, imports, writerEntry }: ServiceOptions,
  variables: Readonly<Record<string, string | undefined>>,
): StartWriter =>
  writerThread({
    entry: writerEntry ?? WRITER_ENTRY,
    variables,
    start: {
      home,
      watch,
      imports: imports !== false,
      userHome: env.home,
      platform: env.platform,
      ...(zone === undefined ? {} : { zone }),
    },
  });
