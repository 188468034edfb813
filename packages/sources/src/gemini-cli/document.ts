import { parseDocument } from '../read/index.ts';
import type { DocumentReader } from '../source.ts';
import { type ChatState, learnHeader, messagesOf, sceneOf, startChat } from './chat.ts';
import { eventOfMessage } from './message.ts';

const MAX_CHAT_BYTES = 256 * 1024 * 1024;

/** Chats of older versions: one object with all messages, written anew after each turn. */
export const chatDocument: DocumentReader<ChatState> = {
  kind: 'document',
  maxBytes: MAX_CHAT_BYTES,
  start: startChat,
  read: (bytes, chat, file, out) => {
    const document = parseDocument(bytes);
    if (document === undefined) return out.issue(0, 'BAD_JSON');
    learnHeader(chat, document);
    const scene = sceneOf(chat, file);
    for (const message of messagesOf(document)) {
      const event = eventOfMessage(message, scene, (code, detail) => out.issue(0, code, detail));
      if (event !== undefined) out.event(event);
    }
  },
};
