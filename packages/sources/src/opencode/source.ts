import { isRecord, joinPath, recordAt } from '../read/index.ts';
import type { FileHead, Source } from '../source.ts';
import { messageDatabase } from './database.ts';
import { adoptFile, discoverData } from './discover.ts';
import { messageFile } from './message-file.ts';
import { rootsOf } from './roots.ts';

/** OpenCode, and its forks Kilo CLI and MiMoCode. Where the messages lie: README.md beside this file. */
export const opencode: Source = {
  id: 'opencode',
  name: 'OpenCode',
  parserVersion: 1,
  unseen: [
    'Titles of sessions: a smaller model makes them and nothing is stored.',
    'Retries: one message covers all attempts of a call.',
    'Calls that failed or were cut before their usage came.',
  ],
  readers: { database: messageDatabase, message: messageFile },
  roots: rootsOf,
  discover: discoverData,
  recognises,
  adopt: adoptFile,
  // Beside the database lie git snapshots and tool outputs without end; the database itself is looked at by its stat.
  watch: (root) => [joinPath(root, 'storage', 'message')],
};

function recognises(head: FileHead): boolean {
  const tables = head.tables;
  if (tables !== undefined)
    return (
      tables.has('session') &&
      tables.has('project') &&
      (tables.has('message') || tables.has('session_message'))
    );
  const message = head.document;
  return (
    isRecord(message) &&
    typeof message['providerID'] === 'string' &&
    typeof message['modelID'] === 'string' &&
    recordAt(message, 'time') !== undefined
  );
}
