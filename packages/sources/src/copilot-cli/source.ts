import { isRecord } from '../read/index.ts';
import type { FileHead, Json, Source } from '../source.ts';
import { adoptFile, discoverFiles, rootsOf, watchedFolders } from './discover.ts';
import { isCopilotSpan, otelLines } from './otel.ts';
import { sessionLines } from './session.ts';
import { sessionStore, USAGE_TABLE } from './store.ts';

/** GitHub Copilot CLI. Where its logs lie and which of them counts: README.md beside this file. */
export const copilotCli: Source = {
  id: 'copilot-cli',
  name: 'GitHub Copilot CLI',
  parserVersion: 1,
  unseen: [
    'The prompts of a session that older versions ended without a clean exit: only its outputs are known.',
    'Premium requests and AI credits: they are what GitHub bills, and they are not tokens.',
  ],
  readers: { store: sessionStore, otel: otelLines, session: sessionLines },
  roots: rootsOf,
  discover: discoverFiles,
  recognises,
  adopt: adoptFile,
  watch: watchedFolders,
};

function recognises(head: FileHead): boolean {
  if (head.tables !== undefined) return head.tables.has(USAGE_TABLE);
  return head.lines.some((line) => isSessionRow(line) || isCopilotSpan(line));
}

const isSessionRow = (line: Json): boolean => {
  if (!isRecord(line) || typeof line.type !== 'string' || !isRecord(line.data)) return false;
  return /^(session|assistant)\./.test(line.type) && 'timestamp' in line;
};
