import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../packages/cli/src/main.ts');
/** A command that hangs fails its test after this long. */
const TIMEOUT_MS = 120_000;
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a process of a test gets of this one's environment: nothing that could lead it to somebody's logs. */
export const PROCESS_ENV: Readonly<Record<string, string>> = {
  PATH: process.env.PATH ?? '',
  TZ: 'UTC',
  ...(process.env.NODE_COMPILE_CACHE === undefined
    ? {}
    : { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
};

/** A folder of its own under the system's temporary one. */
export const throwAway = (name: string): string => mkdtempSync(join(tmpdir(), `meterline-${name}-`));

/** Runs the real command, from source, in a process of its own with an empty home unless one is given. */
export const meterline = (
  args: readonly string[],
  options: { readonly env?: Record<string, string>; readonly input?: string } = {},
): Ran => {
  const env = { ...PROCESS_ENV, HOME: throwAway('home'), ...options.env };
  const ran = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
    env,
    input: options.input ?? '',
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
  });
  return { status: ran.status, stdout: ran.stdout, stderr: ran.stderr };
};

/** The same, and the printed JSON. */
export const meterlineJson = (
  args: readonly string[],
  options: { readonly env?: Record<string, string> } = {},
): unknown => jsonOf(args, meterline([...args, '--json'], options));

/** What a command has printed as JSON; the error message holds what it printed to stderr when it is none. */
export const jsonOf = (args: readonly string[], ran: Ran): unknown => {
  try {
    return JSON.parse(ran.stdout);
  } catch {
    throw new Error(
      `meterline ${args.join(' ')} printed no JSON (exit ${ran.status}): ${ran.stderr.slice(0, 2000)}`,
    );
  }
};
