import { isRecord } from '../read/index.ts';
import type { FileHead, Json, Source } from '../source.ts';
import { adoptWire, discoverWires, rootsOf, watchedFolders } from './discover.ts';
import { statusOf, wireLines } from './lines.ts';

/** Moonshot's Kimi CLI and Kimi Code. Where their logs lie and what they mean: README.md beside this file. */
export const kimi: Source = {
  id: 'kimi',
  name: 'Kimi CLI and Kimi Code',
  parserVersion: 1,
  unseen: [
    'Which model answered in Kimi CLI: it is taken from the configuration of today, or from the date.',
    'Failed and cut requests.',
  ],
  readers: { lines: wireLines },
  roots: rootsOf,
  discover: discoverWires,
  recognises,
  adopt: adoptWire,
  watch: watchedFolders,
};

function recognises(head: FileHead): boolean {
  return head.lines.some(isWireRow);
}

const isWireRow = (line: Json): boolean =>
  statusOf(line) !== undefined || (isRecord(line) && line.type === 'usage.record' && isRecord(line.usage));
