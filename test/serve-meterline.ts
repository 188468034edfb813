import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { meterlineJson, PROCESS_ENV, throwAway } from './run-meterline.ts';

const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts');
const LOOK_EVERY_MS = 50;
/** Longer than any import of a test's world; the test's own limit ends it sooner. */
const PATIENCE_MS = 60_000;

export interface World {
  /** The home folder; an empty one unless given. */
  readonly home?: string;
  /** Puts logs into the home before Meterline starts. */
  readonly fill?: (home: string) => void;
  /** More arguments of `meterline start`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A Meterline that serves, for who only looks. */
export interface Served {
  /** Where it serves, without a slash at the end. The same over every start. */
  readonly url: string;
  readonly home: string;
  /** What another command prints with `--json`, asked of the same ledger. */
  readonly json: (...args: readonly string[]) => unknown;
  /** What the API answers. */
  readonly ask: (path: string) => Promise<unknown>;
}

/** The real program in a home of its own. */
export interface Running extends Served {
  /** Everything it printed since it was last started. */
  readonly printed: () => string;
  /** Starts it and waits until it serves and has imported what is there. */
  readonly start: () => Promise<void>;
  /** Ends it as a power cut does. */
  readonly kill: () => Promise<void>;
  /** Ends it as Ctrl-C does; resolves with how it ended. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export const servedAt = (url: string, home: string, env: World['env'] = {}): Served => ({
  url,
  home,
  json: (...args) => meterlineJson(args, { env: { HOME: home, ...env } }),
  ask: async (path) => (await fetch(`${url}/api${path}`)).json(),
});

/** The program in its world, not yet started. */
export const meterlineIn = async (world: World): Promise<Running> => {
  const home = world.home ?? throwAway('served');
  const port = await freePort();
  const served = servedAt(`http://127.0.0.1:${port}`, home, world.env);
  const { url, ask } = served;
  const env = { ...PROCESS_ENV, HOME: home, NO_COLOR: '1', ...world.env };
  let child: ChildProcess | undefined;
  let printed = '';
  world.fill?.(home);

  const start = async (): Promise<void> => {
    const args = ['start', '--port', String(port), ...(world.args ?? [])];
    const started = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
      env,
    });
    child = started;
    printed = '';
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString();
      });
    await until(`serves at ${url}`, async () => {
      if (started.exitCode !== null) throw new Error(`meterline ended with ${started.exitCode}: ${printed}`);
      if (!printed.includes(url)) return false;
      const status = (await ask('/status')) as { import: { finishedAt: number | null } };
      return status.import.finishedAt !== null;
    });
  };

  const stop = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return { code: child?.exitCode ?? null, signal: child?.signalCode ?? null };
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
    return { code, signal };
  };

  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };

  return { ...served, printed: () => printed, start, stop, kill };
};

/** Waits until something holds; the error says what did not. */
export const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It was waited in vain until it ${what}.`);
    await wait(LOOK_EVERY_MS);
  }
};

export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
};
