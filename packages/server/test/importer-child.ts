import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'import-process.ts');

export interface ImporterFigures {
  readonly added: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly bytesRead: number;
  readonly peakMiB: number;
}

export interface ImporterChild {
  readonly process: ChildProcess;
  /** Resolves when the ledger is open and reading begins. */
  readonly ready: Promise<void>;
  /** What the import came to; undefined when it was killed. */
  readonly done: Promise<ImporterFigures | undefined>;
}

/** Starts a real importer over a folder of Meterline's own JSONL. */
export const startImporter = (data: string, logs: string, workers?: number): ImporterChild => {
  const parameters = [PROGRAM, data, logs, ...(workers === undefined ? [] : [`${workers}`])];
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...parameters], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let announce: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    announce = resolve;
  });
  child.stdout.on('data', (piece: Buffer) => {
    output += piece.toString();
    if (output.includes('ready')) announce();
  });
  const done = new Promise<ImporterFigures | undefined>((resolve, reject) => {
    child.once('close', (code, signal) => {
      announce();
      if (signal === 'SIGKILL') resolve(undefined);
      else if (code === 0) resolve(JSON.parse(output.trim().split('\n').at(-1)!));
      else reject(new Error(`the importer ended with ${code}`));
    });
  });
  return { process: child, ready, done };
};
