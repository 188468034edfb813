import type { FileHead, Source } from '../source.ts';
import { isChatHeader } from './chat.ts';
import { adoptChat, discoverChats, rootsOf, watchedFolders } from './discover.ts';
import { chatDocument } from './document.ts';
import { chatLines } from './lines.ts';

/** Google's Gemini CLI. Where its chats lie and what they mean: README.md beside this file. */
export const geminiCli: Source = {
  id: 'gemini-cli',
  name: 'Gemini CLI',
  parserVersion: 1,
  unseen: [
    'Sessions that Gemini CLI deleted before an import: a resume or a start removes billed sessions.',
    'Calls of the model router, of chat compression and of session summaries.',
    'Failed and cut requests.',
  ],
  readers: { lines: chatLines, document: chatDocument },
  roots: rootsOf,
  discover: discoverChats,
  recognises,
  adopt: adoptChat,
  watch: watchedFolders,
};

/** Qwen Code began as a fork and wrote the same header; only the folder tells the two apart. */
function recognises(head: FileHead): boolean {
  if (/[/\\]\.qwen[/\\]/.test(head.path)) return false;
  return isChatHeader(head.document) || head.lines.some(isChatHeader);
}
