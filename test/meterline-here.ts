import { openMeterline } from '@meterline/server';
import { run } from '../packages/cli/src/program/run.ts';
import type { Sink } from '../packages/cli/src/program/shell.ts';
import { jsonOf, type Ran, throwAway } from './run-meterline.ts';

export interface HereOptions {
  /** Of the command, HOME included; an empty home unless it is given. */
  readonly env?: Readonly<Record<string, string>>;
  /** Tries to get at a ledger that is held; default as long as users have it. */
  readonly lockAttempts?: number;
}

/**
 * Runs a command line as the program does, but in this process: the real clock, chance, disk and ledger. For tests that
 * run many commands, of which starting a process each time would be most of the work; that each of them works as a
 * process, too, is for a few with `meterline()`.
 */
export const meterlineHere = async (args: readonly string[], options: HereOptions = {}): Promise<Ran> => {
  const { env = {}, lockAttempts } = options;
  const [out, err] = [sink(), sink()];
  const status = await run(args, {
    world: {
      env: {
        platform: process.platform,
        home: env['HOME'] ?? throwAway('home'),
        get: (name) => env[name]?.trim() || undefined,
      },
      clock: Date.now,
      random: Math.random,
    },
    out,
    err,
    readInput: async () => '',
    cwd: process.cwd(),
    makeTemporaryFolder: () => throwAway('temporary'),
    interrupted: new AbortController().signal,
    serving: { dashboard: throwAway('dashboard'), openBrowser: () => {} },
    openMeterline: (world, opening) =>
      openMeterline(world, { ...opening, ...(lockAttempts === undefined ? {} : { lockAttempts }) }),
  });
  return { status, stdout: out.text(), stderr: err.text() };
};

/** The same, and the printed JSON. */
export const jsonHere = async (args: readonly string[], options: HereOptions = {}): Promise<unknown> =>
  jsonOf(args, await meterlineHere([...args, '--json'], options));

/** Text that a pipe would have got. */
const sink = (): Sink & { readonly text: () => string } => {
  const parts: string[] = [];
  return {
    write: (text) => void parts.push(text),
    isTTY: false,
    columns: undefined,
    text: () => parts.join(''),
  };
};
