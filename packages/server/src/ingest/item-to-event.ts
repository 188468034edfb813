import { createHash, randomUUID } from 'node:crypto';
import { ISSUE_CODES, type IssueCode, sentToEvent, type UsageEvent } from '@meterline/core';
import { MAX_ITEM_PROBLEMS } from './limits.ts';
import type { SentItem } from './read-items.ts';

/** What became of one item. */
export type ReadItem =
  | { readonly event: UsageEvent; readonly problems: readonly ItemProblem[] }
  | { readonly event: undefined; readonly problems: readonly ItemProblem[] };

export interface ItemProblem {
  /** Name of the field, as in `tokens.input`. */
  readonly field: string;
  readonly message: string;
}

/** Reads the items of one request. Equal calls without an id are told apart by their order, so that sending again adds nothing. */
export const itemReader = (now: number): ((item: SentItem) => ReadItem) => {
  const seen = new Map<string, number>();
  const contentKey = (content: string): string => {
    const hash = createHash('sha256').update(content).digest('hex').slice(0, HASH_DIGITS);
    const ordinal = seen.get(hash) ?? 0;
    seen.set(hash, ordinal + 1);
    return `ingest:${hash}:${ordinal}`;
  };
  return (item) => {
    if ('notJson' in item) return refused({ field: 'line', message: 'Is not valid JSON.' });
    const problems: ItemProblem[] = [];
    const note = (field: string, message: string): void => {
      if (problems.length < MAX_ITEM_PROBLEMS) problems.push({ field, message });
    };
    const { value: sent, via } = withoutVia(item.value, note);
    const value = withTime(sent, now);
    const intake = {
      source: via,
      capture: via,
      mayLackCounts: via === 'sdk',
      // A call that names neither its time nor an id is another one each time it is sent.
      contentKey: value === sent ? contentKey : () => `ingest:${randomUUID()}`,
      onIssue: (code: IssueCode, field: string) => note(field, ISSUE_CODES[code]),
      onUnknown: (field: string) => note(field, 'Is not a field of a call; it was left out.'),
    };
    return { event: sentToEvent(value, intake), problems };
  };
};

const HASH_DIGITS = 32;

const refused = (problem: ItemProblem): ReadItem => ({ event: undefined, problems: [problem] });

type Values = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Who says so: our own SDK names itself, and is believed before others (`CAPTURES`). */
const withoutVia = (
  value: unknown,
  note: (field: string, message: string) => void,
): { readonly value: unknown; readonly via: 'sdk' | 'ingest' } => {
  if (!isRecord(value) || !Object.hasOwn(value, 'via')) return { value, via: 'ingest' };
  const { via, ...rest } = value;
  if (via !== 'sdk') note('via', ISSUE_CODES['BAD_FIELD']);
  return { value: rest, via: via === 'sdk' ? 'sdk' : 'ingest' };
};

/** A call that is told as it happens needs no time of its own. */
const withTime = (value: unknown, now: number): unknown =>
  isRecord(value) && !Object.hasOwn(value, 'time') ? { ...value, time: new Date(now).toISOString() } : value;
