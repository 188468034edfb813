import { isRecord } from '../read/index.ts';
import type { FileHead, Source } from '../source.ts';
import { adoptFile, discoverFiles, watchedFolders } from './discover.ts';
import { rootsOf } from './roots.ts';
import { sessionDocument } from './session.ts';
import { isTaskDocument, taskDocument } from './task.ts';

/** Cline, Roo Code and Kilo Code in VS Code, and Cline's CLI. Where their logs lie: README.md beside this file. */
export const cline: Source = {
  id: 'cline',
  name: 'Cline, Roo Code, Kilo Code',
  parserVersion: 1,
  unseen: [
    'Requests that failed or were cut before the provider sent usage.',
    'The single calls behind a row of deleted requests or of subagents: only their sum is there.',
  ],
  readers: { task: taskDocument, session: sessionDocument },
  roots: rootsOf,
  discover: discoverFiles,
  recognises,
  adopt: adoptFile,
  watch: watchedFolders,
};

/** A long file's head is no whole document; then its name decides. */
function recognises(head: FileHead): boolean {
  if (head.document === undefined) return /(ui_messages|\.messages)\.json$/.test(head.path);
  return isTaskDocument(head.document) || isSessionDocument(head.document);
}

const isSessionDocument = (value: unknown): boolean => {
  if (!isRecord(value) || typeof value.sessionId !== 'string' || !Array.isArray(value.messages)) return false;
  return value.messages.some((message) => isRecord(message) && isRecord(message.metrics));
};
