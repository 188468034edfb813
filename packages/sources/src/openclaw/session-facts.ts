import { defined, type JsonRecord, recordAt, textOf } from '../read/index.ts';
import type { Surroundings } from '../transcript-family/index.ts';
import { jobNameOfLabel, readSessionKey } from './session-key.ts';

export const APP = 'openclaw';

/** One entry of a session index, from `sessions.json` or from the tables of an agent's database. */
export interface IndexEntry {
  readonly key: string;
  readonly sessionId: string;
  readonly channel?: string;
  readonly label?: string;
  /** Key of the session that spawned this one. */
  readonly parentKey?: string;
}

/** An entry of `sessions.json`. Its counts are those of the last run only, so none is read. */
export const indexEntryOf = (key: string, entry: JsonRecord): IndexEntry | undefined => {
  const sessionId = textOf(entry['sessionId']);
  if (sessionId === undefined) return undefined;
  const channel = entry['channel'] ?? entry['lastChannel'] ?? recordAt(entry, 'deliveryContext')?.['channel'];
  return defined({
    key,
    sessionId,
    channel: textOf(channel),
    label: textOf(entry['label']),
    parentKey: textOf(entry['spawnedBy']) ?? textOf(entry['parentSessionKey']),
  }) as IndexEntry;
};

/** What an index says of one session; `sessionOf` finds the session that has a key now. */
export const surroundingsOf = (
  entry: IndexEntry | undefined,
  agent: string,
  sessionOf: (key: string) => string | undefined,
): Surroundings => {
  if (entry === undefined) return { app: APP, agent };
  const own = readSessionKey(entry.key);
  const parent = entry.parentKey === undefined ? undefined : readSessionKey(entry.parentKey);
  return defined({
    app: APP,
    agent: own.agent ?? agent,
    parentAgent: own.isSubagent ? parent?.agent : undefined,
    parentSession: entry.parentKey === undefined ? undefined : sessionOf(entry.parentKey),
    channel: entry.channel ?? own.channel,
    cron: own.cron,
    cronName: own.cron === undefined ? undefined : textOf(jobNameOfLabel(entry.label)),
  }) as Surroundings;
};
