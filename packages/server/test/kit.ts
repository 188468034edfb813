import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Ledger, openMemoryLedger } from '@meterline/store';
import { type Meterline, type OpenOptions, openMeterline, type World } from '../src/index.ts';

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder of its own for each call, gone when the process ends. */
export const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'meterline-server-'));
  folders.push(folder);
  return folder;
};

/** Noon of a day after every fixture's. */
export const NOW = Date.UTC(2026, 10, 22, 12);

export const testWorld = (home: string, more: Partial<World> = {}): World => ({
  env: { platform: 'linux', home, get: () => undefined },
  clock: () => NOW,
  random: () => 0.5,
  ...more,
});

/** Meterline over a ledger in memory, with an empty home unless told otherwise. */
export const openTest = async (
  options: Partial<OpenOptions> & { readonly world?: Partial<World>; readonly userHome?: string } = {},
): Promise<Meterline & { readonly ledger: Ledger }> => {
  const { world, userHome, ...rest } = options;
  const opened = await openMeterline(testWorld(userHome ?? freshFolder(), world), {
    home: join(freshFolder(), 'data'),
    zone: 'UTC',
    ledger: openMemoryLedger({ zone: 'UTC' }),
    ...rest,
  });
  if (!opened.ok) throw new Error(opened.fault.message);
  return opened.value;
};

export const writeFile = (path: string, content: string | Uint8Array): string => {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};

export interface CallLine {
  readonly id: string;
  readonly at?: number;
  readonly output?: number;
  readonly session?: string;
}

/** One call as Meterline's own JSONL writes it. */
export const callLine = ({ id, at = 0, output = 10, session = 's1' }: CallLine): string =>
  `${JSON.stringify({
    id,
    time: new Date(Date.UTC(2026, 9, 1) + at * 1000).toISOString(),
    provider: 'anthropic',
    model: 'claude-sonnet-4-5',
    tokens: { input: 100, output },
    session,
  })}\n`;

export const callLines = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, i) => callLine({ id: `call-${from + i}`, at: from + i })).join('');
