/** `<id>.jsonl`, also after a reset or a deletion, and also compressed. */
const TRANSCRIPT = /^(.+?)\.jsonl(?:\.(?:reset|deleted)\.[^/\\]+?)?(?:\.zst)?$/;

/**
 * The session id in a transcript's name, or undefined for files that are none: traces (`.trajectory`), copies made
 * before a compaction (`.checkpoint.`, `.bak.`), locks.
 */
export const sessionOfFileName = (name: string): string | undefined => {
  const base = TRANSCRIPT.exec(name)?.[1];
  if (base === undefined || base.endsWith('.trajectory') || base.includes('.checkpoint.')) return undefined;
  return base.replace(/-topic-[^-]+$/, '');
};

/** Where a migration put the JSONL files that it took into SQLite: copies, but for the `archive-tier.` ones. */
const IMPORT_ARCHIVE = /[/\\]session-sqlite-import-archive[/\\]/;

export const isMigrationCopy = (path: string): boolean =>
  IMPORT_ARCHIVE.test(path) && !/[/\\]archive-tier\.[^/\\]*$/.test(path);

export const AGENT_DATABASE = 'openclaw-agent.sqlite';

/** Agent of a file by its place: `…/agents/<agent>/sessions/…`. */
export const agentOfPath = (path: string): string =>
  /[/\\]agents[/\\]([^/\\]+)[/\\]/.exec(path)?.[1] ?? 'main';
