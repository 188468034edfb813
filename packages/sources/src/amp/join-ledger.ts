import { isRecord, type JsonRecord, recordAt, timeOf, valueAt } from '../read/fields.ts';

/** One billed call of a thread: a ledger entry, a message's own usage, or both where they are the same call. */
export interface Call {
  readonly entry: JsonRecord | undefined;
  readonly usage: JsonRecord | undefined;
  readonly messageTime: unknown;
  /** `e:<ledger id>` and `m:<message id>`, those that the call has. */
  readonly identities: readonly string[];
}

/**
 * Amp writes usage twice: in `usageLedger.events` and on the assistant's messages. They are joined by `toMessageId`.
 * Ledger entries always count. A message without an entry counts only if there is no ledger, or if it is newer than the
 * ledger's last entry (which may lag); an older one was billed with another entry.
 */
export const joinLedger = (thread: JsonRecord): readonly Call[] => {
  const entries = listAt(recordAt(thread, 'usageLedger'), 'events');
  const messages = listAt(thread, 'messages').filter((message) => recordAt(message, 'usage') !== undefined);
  const byId = new Map(messages.map((message) => [idOf(message), message]));
  const joined = new Set<string>();
  const calls = entries.flatMap((entry, index) => ledgerCall(entry, index, byId, joined));
  const end = ledgerEnd(entries);
  return [
    ...calls,
    ...messages.flatMap((message) => {
      const id = idOf(message);
      const counts = id !== undefined && !joined.has(id) && (end === undefined || isAfter(message, end));
      return counts ? [messageCall(message, id)] : [];
    }),
  ];
};

const ledgerCall = (
  entry: JsonRecord,
  index: number,
  messages: ReadonlyMap<string | undefined, JsonRecord>,
  joined: Set<string>,
): readonly Call[] => {
  const target = scalar(valueAt(entry, 'toMessageId'));
  // Several entries can end at one message (a title, a summary); the first is the message's own call.
  const message = target === undefined || joined.has(target) ? undefined : messages.get(target);
  if (target !== undefined) joined.add(target);
  const own = scalar(valueAt(entry, 'id')) ?? `${valueAt(entry, 'timestamp')}#${index}`;
  return [
    {
      entry,
      usage: recordAt(message, 'usage'),
      messageTime: timeIn(message),
      identities: [`e:${own}`, ...(message === undefined ? [] : [`m:${target}`])],
    },
  ];
};

const messageCall = (message: JsonRecord, id: string): Call => ({
  entry: undefined,
  usage: recordAt(message, 'usage'),
  messageTime: timeIn(message),
  identities: [`m:${id}`],
});

/** The ledger's last entry by time and by message number; undefined when there is no ledger. */
const ledgerEnd = (entries: readonly JsonRecord[]): { time: number; message: number } | undefined => {
  if (entries.length === 0) return undefined;
  let [time, message] = [0, 0];
  for (const entry of entries) {
    time = Math.max(time, timeOf(valueAt(entry, 'timestamp')) ?? 0);
    message = Math.max(message, Number(valueAt(entry, 'toMessageId')) || 0);
  }
  return { time, message };
};

const isAfter = (message: JsonRecord, end: { time: number; message: number }): boolean => {
  const time = timeOf(timeIn(message));
  if (time !== undefined) return time > end.time;
  return Number(idOf(message)) > end.message;
};

const timeIn = (message: JsonRecord | undefined): unknown =>
  valueAt(message, 'timestamp') ??
  valueAt(recordAt(message, 'usage'), 'timestamp') ??
  valueAt(recordAt(message, 'meta'), 'sentAt');

const idOf = (message: JsonRecord): string | undefined =>
  scalar(valueAt(message, 'messageId')) ?? scalar(valueAt(message, 'id'));

/** Longest id that is one. */
const MAX_ID_LENGTH = 100;

const scalar = (value: unknown): string | undefined =>
  typeof value === 'number' || (typeof value === 'string' && value !== '' && value.length <= MAX_ID_LENGTH)
    ? String(value)
    : undefined;

const listAt = (value: unknown, key: string): readonly JsonRecord[] => {
  const list = valueAt(value, key);
  return Array.isArray(list) ? list.filter(isRecord) : [];
};
