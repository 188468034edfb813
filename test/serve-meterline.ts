import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { meterlineJson, throwAway } from './run-meterline.ts';

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

/** The real program in a home of its own. */
export interface Running {
  /** Where it serves, without a slash at the end. The same over every start. */
  readonly url: string;
  readonly home: string;
  /** Everything it printed since it was last started. */
  readonly printed: () => string;
  /** What another command prints with `--json`, asked of the same ledger. */
  readonly json: (...args: readonly string[]) => unknown;
  /** What the API answers. */
  readonly ask: (path: string) => Promise<unknown>;
  /** Starts it and waits until it serves and has imported what is there. */
  readonly start: () => Promise<void>;
  /** Ends it as Ctrl-C does; resolves with how it ended. */
  readonly stop: () => Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

/** The program in its world, not yet started. */
export const meterlineIn = async (world: World): Promise<Running> => {
  const home = world.home ?? throwAway('served');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TZ: 'UTC', NO_COLOR: '1', ...world.env };
  let child: ChildProcess | undefined;
  let printed = '';
  world.fill?.(home);

  const ask = async (path: string): Promise<unknown> => (await fetch(`${url}/api${path}`)).json();

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

  const json = (...args: readonly string[]): unknown =>
    meterlineJson(args, { env: { HOME: home, ...world.env } });
  return { url, home, printed: () => printed, json, ask, start, stop };
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
