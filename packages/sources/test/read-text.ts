import { Buffer } from 'node:buffer';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, Source } from '../src/source.ts';
import { nodeFs, type ReadOutcome, readFiles } from './harness.ts';

/** Reads a text as if it were a file that was named by hand. For tests only. */
export const readText = (
  source: Source,
  text: string | Uint8Array,
  options: { name?: string; chunkBytes?: number; context?: Json } = {},
): ReadOutcome => {
  const dir = mkdtempSync(join(tmpdir(), 'meterline-text-'));
  try {
    const path = join(dir, options.name ?? 'file.txt');
    writeFileSync(path, typeof text === 'string' ? Buffer.from(text) : text);
    const file = source.adopt(path, nodeFs);
    return readFiles(
      source,
      [options.context === undefined ? file : { ...file, context: options.context }],
      options,
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
};
