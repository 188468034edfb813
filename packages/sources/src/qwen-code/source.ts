import { isRecord, recordAt } from '../read/index.ts';
import type { FileHead, Json, Source } from '../source.ts';
import { adoptChat, discoverChats, rootsOf, watchedFolders } from './discover.ts';
import { chatDocument } from './document.ts';
import { chatLines } from './lines.ts';
import { telemetryOf } from './row.ts';

/** Qwen Code. Where its chats lie and what they mean: README.md beside this file. */
export const qwenCode: Source = {
  id: 'qwen-code',
  name: 'Qwen Code',
  parserVersion: 1,
  unseen: [
    'Cache writes on the Anthropic protocol: they are folded into the prompt count.',
    'Failed and cut requests.',
  ],
  readers: { lines: chatLines, document: chatDocument },
  roots: rootsOf,
  discover: discoverChats,
  recognises,
  adopt: adoptChat,
  watch: watchedFolders,
};

function recognises(head: FileHead): boolean {
  if (head.lines.some(isChatRow)) return true;
  return /[/\\]\.qwen[/\\]/.test(head.path) && isRecord(head.document) && 'projectHash' in head.document;
}

const isChatRow = (line: Json): boolean => {
  if (!isRecord(line)) return false;
  const usage = recordAt(line, 'usageMetadata');
  if (usage !== undefined && 'promptTokenCount' in usage) return 'uuid' in line || 'sessionId' in line;
  return telemetryOf(line) !== undefined;
};
