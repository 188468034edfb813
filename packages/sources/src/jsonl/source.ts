import { fileHead } from '../detect.ts';
import { isRecord, valueAt } from '../read/fields.ts';
import { walkFiles } from '../read/walk.ts';
import type { FileHead, Json, Source, SourceFile } from '../source.ts';
import { callReader } from './read-calls.ts';

/** A line of ours is short; this much shows the first ones. */
const HEAD_BYTES = 16 * 1024;

/** Meterline's own JSONL: what `meterline export --format jsonl` writes and anybody can. */
export const jsonl: Source = {
  id: 'jsonl',
  name: 'Meterline JSONL',
  parserVersion: 1,
  unseen: ['Calls that its writer left out.'],
  readers: { calls: callReader },
  // Nothing lies anywhere by itself: such files are named by hand, or lie in a folder that was connected.
  roots: () => [],
  *discover(root, fs) {
    for (const path of walkFiles(fs, root, (name) => /\.(jsonl|ndjson)$/i.test(name))) {
      const bytes = fs.read(path, HEAD_BYTES);
      if (bytes === undefined) continue;
      if (recognises(fileHead(path, bytes, { complete: bytes.length < HEAD_BYTES }))) yield fileAt(path);
    }
  },
  recognises: (head) => recognises(head),
  adopt: (path) => fileAt(path),
};

const fileAt = (path: string): SourceFile => ({ path, reader: 'calls', context: null });

const recognises = (head: FileHead): boolean => head.lines.some(isCallLine);

const isCallLine = (line: Json): boolean =>
  isRecord(valueAt(line, 'tokens')) &&
  typeof valueAt(line, 'provider') === 'string' &&
  typeof valueAt(line, 'model') === 'string' &&
  valueAt(line, 'time') !== undefined;
