import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { browserCommand } from './program/browser-command.ts';
import { VERSION } from './version.ts';

/**
 * The `meterline` command: the only file that reads the real clock, chance, environment and streams. Everything else is
 * handed them, and everything heavy is imported when it is needed.
 */
const main = async (argv: readonly string[]): Promise<void> => {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    process.stdout.write(`${VERSION}\n`);
    return;
  }
  silenceExperimental();
  leaveQuietlyOnClosedPipe();
  const { run } = await import('./program/run.ts');
  process.exitCode = await run(argv, {
    world: {
      env: {
        platform: process.platform,
        home: process.env.HOME?.trim() || ownHome(),
        get: (name) => process.env[name]?.trim() || undefined,
      },
      clock: Date.now,
      random: Math.random,
    },
    out: sinkOf(process.stdout),
    err: sinkOf(process.stderr),
    readInput,
    ...(process.stdin.isTTY && process.stdout.isTTY ? { readAnswer } : {}),
    cwd: process.cwd(),
    makeTemporaryFolder: () => mkdtempSync(join(tmpdir(), 'meterline-')),
    interrupted: interruption(),
    openMeterline: async (world, options) => {
      const { openMeterline } = await import('@meterline/server');
      return openMeterline(world, options);
    },
    serving: {
      variables: process.env,
      dashboard: fileURLToPath(new URL('../../web/dist/', import.meta.url)),
      openBrowser,
    },
  });
};

/** Where HOME is unset or blank the system knows it, unless the user has no entry there (a container). */
const ownHome = (): string => {
  try {
    return userInfo().homedir;
  } catch {
    return homedir();
  }
};

/** `node:sqlite` announces itself as experimental on every start; people who ask for costs need not know. */
const silenceExperimental = (): void => {
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  process.emitWarning = ((warning: unknown, ...rest: unknown[]): void => {
    const [first] = rest;
    const type = typeof first === 'object' && first !== null ? (first as { type?: unknown }).type : first;
    if (type !== 'ExperimentalWarning') emitWarning(warning, ...rest);
  }) as typeof process.emitWarning;
};

/** `meterline … | head` closes our output: that is no fault. */
const leaveQuietlyOnClosedPipe = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
};

const sinkOf = (stream: NodeJS.WriteStream) => ({
  write: (text: string): Promise<void> | void =>
    stream.write(text) ? undefined : new Promise((resolve) => stream.once('drain', () => resolve())),
  get isTTY(): boolean {
    return stream.isTTY === true;
  },
  get columns(): number | undefined {
    return stream.isTTY === true ? stream.columns : undefined;
  },
});

const openBrowser = (url: string): void => {
  const [program, ...args] = browserCommand(process.platform, url);
  const browser = spawn(program, args, { detached: true, stdio: 'ignore' });
  // There is none, or it may not be started: the address is printed anyway.
  browser.on('error', () => {});
  browser.unref();
};

const readInput = async (): Promise<string> => {
  let text = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin) text += chunk;
  return text;
};

const readAnswer = async (question: string): Promise<string> => {
  const { createInterface } = await import('node:readline/promises');
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await asking.question(question);
  } finally {
    asking.close();
  }
};

/** What a command may take to end after Ctrl-C, before the process ends without it. */
const GRACE_MS = 16_000;
const EXIT_INTERRUPTED = 130;

/** The first Ctrl-C asks the command to end, the second ends it. The ledger survives either. */
const interruption = (): AbortSignal => {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(EXIT_INTERRUPTED);
    controller.abort();
    setTimeout(() => process.exit(EXIT_INTERRUPTED), GRACE_MS).unref();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
};

await main(process.argv.slice(2));
