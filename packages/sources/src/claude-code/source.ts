import { isRecord, joinPath, recordAt, valueAt } from '../read/index.ts';
import type { Json, Source } from '../source.ts';
import { discover, roots, TRANSCRIPT_FOLDERS, transcript } from './discover.ts';
import { transcriptReader } from './reader.ts';

/** Claude Code, and every program that embeds it and keeps its folder layout. See README.md beside. */
export const claudeCode: Source = {
  id: 'claude-code',
  name: 'Claude Code',
  parserVersion: 1,
  unseen: [
    'Calls that make titles, compact a conversation or answer a side question are in no transcript.',
    'A response that was cut off is logged with the counts of its start only.',
    'Runs without session persistence, and failed requests that were retried, leave no row.',
    'Transcripts are deleted after 30 days unless cleanupPeriodDays in settings.json says otherwise.',
  ],
  readers: { transcript: transcriptReader },
  roots,
  discover,
  adopt: transcript,
  recognises: (head) => head.lines.some(isTranscriptLine),
  watch: (root) => TRANSCRIPT_FOLDERS.map((name) => joinPath(root, name)),
};

/** agent-logs §15: the fields that no other program's lines have together. Qwen Code's look alike. */
const isTranscriptLine = (line: Json): boolean => {
  if (!isRecord(line) || typeof line['sessionId'] !== 'string' || 'usageMetadata' in line) return false;
  if (line['type'] === 'cost-state' || line['type'] === 'fork-context-ref') return true;
  const usage = recordAt(recordAt(line, 'message'), 'usage');
  if (valueAt(usage, 'input_tokens') !== undefined) return true;
  return (
    'parentUuid' in line &&
    'userType' in line &&
    recordAt(line, 'message') !== undefined &&
    !('systemPayload' in line)
  );
};
