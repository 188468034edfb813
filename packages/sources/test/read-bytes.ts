import { Buffer } from 'node:buffer';
import type { DeclaredUsage, Issue, UsageEvent } from '@meterline/core';
import type { FileInfo, Json, LineReader, Output } from '../src/source.ts';

export interface BytesOutcome {
  readonly events: readonly UsageEvent[];
  readonly issues: readonly Issue[];
  readonly declared: readonly DeclaredUsage[];
  /** What would be stored as the checkpoint. */
  readonly state: string;
}

/** Reads a file that exists only in memory, cut into chunks, with the state stored and taken out again in between. */
export const readBytes = (
  reader: LineReader,
  text: string | Uint8Array,
  options: { readonly chunkBytes?: number; readonly path?: string; readonly context?: Json } = {},
): BytesOutcome => {
  const bytes = Buffer.from(text as string);
  const file: FileInfo = {
    path: options.path ?? '/home/dev/file.jsonl',
    context: options.context ?? null,
    modifiedAt: Date.UTC(2026, 0, 1),
  };
  const events: UsageEvent[] = [];
  const issues: Issue[] = [];
  const declared: DeclaredUsage[] = [];
  const out: Output = {
    event: (event) => events.push(event),
    issue: (at, code, detail) =>
      issues.push({ source: 'test', file: file.path, at, code, ...(detail ? { detail } : {}) }),
    declare: (usage) => declared.push(usage),
    cronJob: () => {},
    inflateZstd: () => undefined,
  };
  const chunkBytes = options.chunkBytes ?? bytes.length;
  let state = JSON.stringify(reader.start(file));
  for (let start = 0, end = 0; end < bytes.length; ) {
    end = Math.min(end + chunkBytes, bytes.length);
    const chunk = new Uint8Array(bytes.subarray(start, end));
    const kept = JSON.parse(state);
    start += reader.read(chunk, start, kept, file, out);
    chunk.fill(0);
    state = JSON.stringify(kept);
  }
  return { events, issues, declared, state };
};
