import { type JsonRecord, recordAt, textOf, timeOf, valueAt } from '../read/index.ts';
import { MAX_LINEAGE, type RolloutState } from './state.ts';
import { uuidTime } from './uuid-time.ts';

/**
 * Takes in a `session_meta`. The first says whose file this is; later ones are headers that were copied along with an
 * ancestor's history, and only tell of that ancestor.
 */
export const readMeta = (payload: JsonRecord, state: RolloutState): void => {
  if (state.hasMeta) readAncestor(payload, state);
  else readOwnMeta(payload, state);
};

const readOwnMeta = (payload: JsonRecord, state: RolloutState): void => {
  state.hasMeta = true;
  state.thread = textOf(payload['id']) ?? textOf(payload['session_id']) ?? state.thread;
  state.createdAt = timeOf(payload['timestamp']) ?? uuidTime(state.thread);
  state.project = textOf(payload['cwd']);
  state.branch = textOf(recordAt(payload, 'git')?.['branch']);
  state.channel = textOf(payload['originator']);
  state.provider = textOf(payload['model_provider']) ?? 'openai';
  const spawn = recordAt(recordAt(recordAt(payload, 'source'), 'subagent'), 'thread_spawn');
  const forkedFrom = textOf(payload['forked_from_id']);
  state.parent = textOf(payload['parent_thread_id']) ?? textOf(spawn?.['parent_thread_id']) ?? forkedFrom;
  state.agent = agentOf(payload, spawn);
  const ordinal = payload['subagent_history_start_ordinal'];
  if (typeof ordinal === 'number') state.ownFromOrdinal = ordinal;
  // A fork that names its base by reference copies nothing; a subagent without `forked_from_id` began afresh.
  if (forkedFrom !== undefined && recordAt(payload, 'history_base') === undefined) inherit(forkedFrom, state);
};

const readAncestor = (payload: JsonRecord, state: RolloutState): void => {
  const id = textOf(payload['id']);
  if (id === undefined || id === state.thread) return;
  inherit(id, state);
  const older = textOf(payload['forked_from_id']);
  if (older !== undefined) inherit(older, state);
};

const inherit = (thread: string, state: RolloutState): void => {
  if (state.phase === 'own' && state.lineage.length === 0) state.phase = 'open';
  if (!state.lineage.includes(thread) && state.lineage.length < MAX_LINEAGE) state.lineage.push(thread);
};

/** Role, else nickname of a spawned agent; the kind of Codex's own ones (`review`, `compact`, `guardian`). */
const agentOf = (payload: JsonRecord, spawn: JsonRecord | undefined): string | undefined => {
  const role = textOf(payload['agent_role']) ?? textOf(spawn?.['agent_role']);
  const named = role ?? textOf(payload['agent_nickname']) ?? textOf(spawn?.['agent_nickname']);
  if (named !== undefined) return named;
  const subagent = valueAt(recordAt(payload, 'source'), 'subagent');
  if (spawn !== undefined) return 'subagent';
  return textOf(subagent) ?? textOf(valueAt(subagent, 'other'));
};

/**
 * A turn's id tells whose turn it is: it holds its time, and a thread's own turns are younger than the thread. The first
 * own turn ends the copied history for good.
 */
export const enterTurn = (turnId: string | undefined, ordinal: unknown, state: RolloutState): void => {
  if (state.phase === 'own') return;
  if (state.ownFromOrdinal !== undefined && typeof ordinal === 'number') {
    state.phase = ordinal < state.ownFromOrdinal ? 'copied' : 'own';
    return;
  }
  const turn = uuidTime(turnId);
  const born = uuidTime(state.thread);
  if (turn !== undefined && born !== undefined) state.phase = turn < born ? 'copied' : 'own';
};
