import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What one run of a whole process took. */
export interface ProcessFigures {
  readonly wallMs: number;
  /** User and system time of the process and its children. */
  readonly cpuMs: number;
  /** Largest resident set of the main process or a child of it, seen every few milliseconds. */
  readonly peakMiB: number;
  readonly exitCode: number | null;
  readonly stdout: string;
}

/** A bench that hangs is stopped after this long. */
const TIMEOUT_MS = 300_000;
const SAMPLE_MS = 15;

/**
 * Runs a command to its end and measures it from outside: bash's `times` for CPU seconds (children included), and the
 * kernel's high-water mark for memory. Linux and macOS have bash; memory is read from /proc, so Linux only.
 */
export const measureProcess = (
  command: readonly string[],
  options: { readonly env: Record<string, string>; readonly cwd?: string },
): Promise<ProcessFigures> =>
  new Promise((resolve, reject) => {
    const script = '"$@"; code=$?; times >&3; exit $code';
    const started = performance.now();
    const child = spawn('bash', ['-c', script, 'bench', ...command], {
      env: { PATH: process.env.PATH ?? '', ...options.env },
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
      timeout: TIMEOUT_MS,
    });
    const stdout: Buffer[] = [];
    const times: Buffer[] = [];
    let peakKiB = 0;
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    (child.stdio[3] as NodeJS.ReadableStream).on('data', (chunk: Buffer) => times.push(chunk));
    const sampler = setInterval(() => {
      peakKiB = Math.max(peakKiB, peakOfTree(child.pid));
    }, SAMPLE_MS);
    child.once('error', reject);
    child.once('close', (exitCode) => {
      clearInterval(sampler);
      resolve({
        wallMs: performance.now() - started,
        cpuMs: cpuOf(Buffer.concat(times).toString()),
        peakMiB: peakKiB / 1024,
        exitCode,
        stdout: Buffer.concat(stdout).toString(),
      });
    });
  });

/** Second line of bash's `times`: user and system time of the finished children, as `0m1.234s 0m0.056s`. */
const cpuOf = (times: string): number =>
  [...(times.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (total, [, minutes, seconds]) => total + Number(minutes) * 60_000 + Number(seconds) * 1000,
    0,
  );

const peakOfTree = (pid: number | undefined): number => {
  if (pid === undefined) return 0;
  let peak = highWater(pid);
  for (const child of childrenOf(pid)) peak = Math.max(peak, peakOfTree(child));
  return peak;
};

const highWater = (pid: number): number => {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};

const childrenOf = (pid: number): number[] => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
};
