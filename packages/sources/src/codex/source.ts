import { isRecord, joinPath } from '../read/index.ts';
import type { Json, Source } from '../source.ts';
import { adopt, discover, ROLLOUT_FOLDERS, roots } from './discover.ts';
import { execReader } from './exec.ts';
import { rolloutReader } from './reader.ts';

/** Codex: the CLI, the IDE extension, the desktop app and what embeds them; all write the same rollouts. README.md beside. */
export const codex: Source = {
  id: 'codex',
  name: 'Codex',
  parserVersion: 1,
  unseen: [
    'Versions before usage records leave remote compactions out of their token counts.',
    'Failed and cut streams, which may be billed, and the titles that a client makes, are in no rollout.',
    'Ephemeral runs write no rollout.',
  ],
  readers: { rollout: rolloutReader, exec: execReader },
  roots,
  discover,
  adopt,
  recognises: (head) => head.lines.some(isRolloutLine),
  watch: (root) => ROLLOUT_FOLDERS.map((name) => joinPath(root, name)),
};

const ROLLOUT_TYPES = new Set([
  'event_msg',
  'turn_context',
  'response_item',
  'token_usage_record',
  'session_meta',
]);
const EXEC_TYPES = new Set(['thread.started', 'turn.started', 'turn.completed', 'item.completed']);

/** agent-logs §15. */
const isRolloutLine = (line: Json): boolean => {
  if (!isRecord(line)) return false;
  const type = line['type'];
  if (typeof type !== 'string') return false;
  return (ROLLOUT_TYPES.has(type) && isRecord(line['payload'])) || EXEC_TYPES.has(type);
};
