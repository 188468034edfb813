import { asBuffer, eachLine, lineHas, looksWhole, parseLine } from '../read/index.ts';
import type { FileInfo, LineReader, Output } from '../source.ts';
import { type ChatState, isChatHeader, learnHeader, messagesOf, sceneOf, setOf, startChat } from './chat.ts';
import { eventOfMessage } from './message.ts';

/**
 * Chats as JSON lines: a header, then messages, `$set` updates and `$rewindTo` marks. What was rewound was billed all
 * the same, so the marks mean nothing here; each message stands twice or more and its uuid tells the copies.
 */
export const chatLines: LineReader<ChatState> = {
  kind: 'lines',
  start: startChat,
  read: (chunk, at, chat, file, out) =>
    eachLine(chunk, at, (start, end) => {
      if (isPlain(chunk, start, end)) return;
      const row = parseLine(chunk, start, end);
      if (row === undefined) out.issue(at + start, 'BAD_JSON');
      else readRow(row, at + start, chat, file, out);
    }),
  skippable: (head) => {
    const text = asBuffer(head).toString('latin1');
    return /^\{"id":"[^"]*","timestamp":"[^"]*","type":"(?!gemini")/.test(text);
  },
};

/** Nothing to learn from it: whole, and neither counts nor a header. */
const isPlain = (chunk: Uint8Array, start: number, end: number): boolean =>
  looksWhole(chunk, start, end) &&
  !lineHas(chunk, start, end, '"tokens"') &&
  !lineHas(chunk, start, end, '"sessionId"');

const readRow = (row: unknown, at: number, chat: ChatState, file: FileInfo, out: Output): void => {
  const update = setOf(row);
  if (update !== undefined || isChatHeader(row)) learnHeader(chat, update ?? row);
  const scene = sceneOf(chat, file);
  for (const message of update === undefined ? [row] : messagesOf(update)) {
    const event = eventOfMessage(message, scene, (code, detail) => out.issue(at, code, detail));
    if (event !== undefined) out.event(event);
  }
};
