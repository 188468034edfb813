import { joinPath } from '../read/index.ts';
import type { FileHead, FileInfo, Source } from '../source.ts';
import {
  isOpenClawMade,
  isTranscript,
  type Surroundings,
  transcriptLines,
} from '../transcript-family/index.ts';
import { agentDatabase } from './agent-database.ts';
import { cronJobsFile, stateDatabase } from './cron-jobs.ts';
import { OPENCLAW } from './dialect.ts';
import { adoptFile, discoverState } from './discover.ts';
import { agentOfPath } from './file-names.ts';
import { rootsOf } from './roots.ts';
import { APP } from './session-facts.ts';

/** OpenClaw (Clawdbot, Moltbot, Moldbot). Where its transcripts lie and what they mean: README.md beside this file. */
export const openclaw: Source = {
  id: 'openclaw',
  name: 'OpenClaw',
  parserVersion: 1,
  unseen: [
    'The calls that summarise a session when it is compacted: billed, but logged without usage.',
    'Attempts that were retried, embeddings, media understanding, image, speech and web search APIs, and the calls of plugins.',
    'Runs of `openclaw agent exec` without --state-dir: their folder is deleted at the end.',
    'Before 2026.9, which turns of an ordinary session a job or a heartbeat caused, where the prompt does not say it.',
    'Whether a subscription pays: transcripts do not say how a provider was signed in to.',
  ],
  readers: {
    transcript: transcriptLines(OPENCLAW, surroundingsOfFile),
    'agent-database': agentDatabase,
    'state-database': stateDatabase,
    'cron-jobs': cronJobsFile,
  },
  roots: rootsOf,
  discover: discoverState,
  recognises,
  adopt: adoptFile,
  watch: (root) => ['agents', 'cron', 'state'].map((name) => joinPath(root, name)),
};

function surroundingsOfFile(file: FileInfo): Surroundings {
  return (file.context as Surroundings | null) ?? { app: APP, agent: agentOfPath(file.path) };
}

function recognises(head: FileHead): boolean {
  const tables = head.tables;
  if (tables !== undefined)
    return tables.has('transcript_events') || (tables.has('cron_jobs') && tables.has('agent_databases'));
  return isTranscript(head) && isOpenClawMade(head);
}
