import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../src/index.ts';
import type { LiveEvent } from '../src/service/live-event.ts';
import { openService, type ServiceOptions } from '../src/service/open-service.ts';
import type { Service } from '../src/service/service.ts';
import { freshFolder, testWorld, writeFile } from './kit.ts';

/** Often enough that a test need not wait for it. */
const PULSE_MS = 200;

const open: Service[] = [];

/** Closes what the tests of a file have opened. */
export const closeServices = async (): Promise<void> => {
  for (const service of open.splice(0)) await service.close();
};

export interface ServiceWorld extends Partial<ServiceOptions> {
  /** `thread`: the writer as users have it. `here`: on the test's own thread. */
  readonly writer?: 'thread' | 'here';
  /** Clock and files of the writer, when it is `here`. */
  readonly world?: Partial<World>;
  /** JSON lines that are there before it starts. */
  readonly lines?: string;
}

export interface TestService {
  readonly service: Service;
  readonly home: string;
  readonly ledger: string;
  /** The file that is read. */
  readonly log: string;
  readonly events: LiveEvent[];
  append(lines: string): void;
  /** Resolves once it holds; looked at with each event and now and then. The test's own limit is the only clock. */
  until(holds: () => boolean | Promise<boolean>): Promise<void>;
  of<K extends LiveEvent['kind']>(kind: K): Extract<LiveEvent, { kind: K }>[];
  calls(): Promise<number>;
}

/** A service over a data folder of its own, with one configured folder of JSON lines. */
export const startService = async (world: ServiceWorld = {}): Promise<TestService> => {
  const { writer = 'here', lines = '', world: own, ...options } = world;
  const root = freshFolder();
  const log = writeFile(join(root, 'a.jsonl'), lines);
  const home = options.home ?? join(freshFolder(), 'data');
  writeFile(join(home, 'meterline.toml'), `[sources.jsonl]\nroots = [${JSON.stringify(root)}]\n`);
  const opened = await openService(
    testWorld(freshFolder(), { clock: () => Date.now(), random: Math.random, ...own }),
    {
      home,
      version: '0.0.0',
      zone: 'UTC',
      watch: true,
      pulseEveryMs: PULSE_MS,
      ...(writer === 'thread' ? { variables: {} } : {}),
      ...options,
    },
  );
  if (!opened.ok) throw new Error(opened.fault.message);
  const service = opened.value;
  open.push(service);
  const events: LiveEvent[] = [];
  service.hub.subscribe(({ event }) => events.push(event));
  return {
    service,
    home,
    ledger: join(home, 'ledger.sqlite'),
    log,
    events,
    append: (more) => appendFileSync(log, more),
    until: async (holds) => {
      while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    of: (kind) => events.filter((event) => event.kind === kind) as never,
    calls: async () => (await service.reader().ledger.stats()).calls,
  };
};

/** Resolves when the first import is over. */
export const imported = (test: TestService): Promise<void> =>
  test.until(() => test.service.activity().lastImport !== null);
