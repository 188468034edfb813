import { isRecord, recordAt, textOf, timeOf, valueAt } from '../read/index.ts';
import type { FileInfo } from '../source.ts';
import type { ChatScene } from './message.ts';

/** What is known of a chat while its file is read: ids and times only, since it is stored between reads. */
export interface ChatState {
  session: string;
  /** UTC ms of the session's start; null until a header was seen. */
  originAt: number | null;
}

/** Until a header names the session, the file's name does. */
export const startChat = (file: FileInfo): ChatState => ({
  session: textOf(/([^/\\]+?)\.jsonl?$/.exec(file.path)?.[1]) ?? 'unknown',
  originAt: null,
});

/** Takes over a header: the first line, one in mid-file after a resume, or a `$set`. The earliest start counts. */
export const learnHeader = (chat: ChatState, header: unknown): void => {
  chat.session = textOf(valueAt(header, 'sessionId')) ?? chat.session;
  const startTime = timeOf(valueAt(header, 'startTime'));
  if (startTime !== undefined) chat.originAt = Math.min(startTime, chat.originAt ?? startTime);
};

export const sceneOf = (chat: ChatState, file: FileInfo): ChatScene => ({
  session: chat.session,
  parentSession: textOf(valueAt(file.context, 'parentSession')),
  project: textOf(valueAt(file.context, 'project')),
  originAt: chat.originAt ?? undefined,
});

/** Messages of a whole chat or of a `$set` checkpoint. */
export const messagesOf = (holder: unknown): readonly unknown[] => {
  const messages = valueAt(holder, 'messages');
  return Array.isArray(messages) ? messages : [];
};

/** The header that opens each chat file of this program and of its forks. */
export const isChatHeader = (value: unknown): boolean =>
  isRecord(value) && typeof value.sessionId === 'string' && typeof value.projectHash === 'string';

export const setOf = (row: unknown): Readonly<Record<string, unknown>> | undefined => recordAt(row, '$set');
