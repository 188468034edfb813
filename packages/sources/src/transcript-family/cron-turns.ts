import { type JsonRecord, recordAt, textOf } from '../read/index.ts';

/**
 * Entries that belong to turns of scheduled jobs, newest last: `[entry id, job id]`. A turn begins at a user row and
 * goes on over `parentId`; a job can run inside an ordinary session, so the session alone does not tell.
 *
 *     user "[cron:J …]" ← assistant ← toolResult ← assistant      job J
 *     user "…"          ← assistant                               no job
 */
export type CronTurns = [entry: string, job: string][];

/** Links kept. A turn's newest entries are what the next line hangs on, so few are enough. */
const MAX_LINKS = 256;
/** Job ids are UUIDs or short names. */
const CRON_PREFIX = /^\[cron:([\w.-]{1,128})[ \]]/;

/** The job whose turn an entry belongs to; remembers the entry for those that follow. */
export const followTurn = (turns: CronTurns, entry: JsonRecord): string | undefined => {
  const message = recordAt(entry, 'message');
  const job = message?.['role'] === 'user' ? jobOf(message) : jobOfEntry(turns, entry['parentId']);
  const id = textOf(entry['id']);
  if (job !== undefined && id !== undefined) {
    turns.push([id, job]);
    if (turns.length > MAX_LINKS) turns.splice(0, turns.length - MAX_LINKS);
  }
  return job;
};

const jobOfEntry = (turns: CronTurns, parent: unknown): string | undefined =>
  typeof parent === 'string' ? turns.findLast(([entry]) => entry === parent)?.[1] : undefined;

/** Newer versions say it in `provenance`; all of them begin the text with `[cron:<job> <name>]`. Nothing else is kept. */
const jobOf = (message: JsonRecord): string | undefined =>
  textOf(recordAt(message, 'provenance')?.['jobId']) ??
  textOf(CRON_PREFIX.exec(firstText(message['content']))?.[1]);

const firstText = (content: unknown): string => {
  const block: unknown = Array.isArray(content)
    ? content.find((part) => recordAt({ part }, 'part')?.['text'])
    : undefined;
  const text = typeof content === 'string' ? content : recordAt({ block }, 'block')?.['text'];
  return typeof text === 'string' ? text : '';
};
