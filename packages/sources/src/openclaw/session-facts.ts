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

/** Which session has which key, as far as files and tables of one agent still know. */
export interface SessionIndex {
  readonly bySession: ReadonlyMap<string, IndexEntry>;
  /** The session that has a key now, or had it last. */
  readonly byKey: ReadonlyMap<string, string>;
}

/** Of several entries for one session or key the first counts, so the best witness comes first. */
export const indexOf = (entries: Iterable<IndexEntry>): SessionIndex => {
  const bySession = new Map<string, IndexEntry>();
  const byKey = new Map<string, string>();
  for (const entry of entries) {
    if (!bySession.has(entry.sessionId)) bySession.set(entry.sessionId, entry);
    if (!byKey.has(entry.key)) byKey.set(entry.key, entry.sessionId);
  }
  return { bySession, byKey };
};

/** What an index says of one session. */
export const surroundingsOf = (session: string, agent: string, index: SessionIndex): Surroundings => {
  const entry = index.bySession.get(session);
  if (entry === undefined) return { app: APP, session, agent };
  const own = readSessionKey(entry.key);
  const parent = entry.parentKey === undefined ? undefined : readSessionKey(entry.parentKey);
  return defined({
    app: APP,
    session,
    agent: own.agent ?? agent,
    parentAgent: own.isSubagent ? parent?.agent : undefined,
    parentSession: entry.parentKey === undefined ? undefined : index.byKey.get(entry.parentKey),
    channel: entry.channel ?? own.channel,
    cron: own.cron,
    cronName: own.cron === undefined ? undefined : textOf(jobNameOfLabel(entry.label)),
  }) as Surroundings;
};
