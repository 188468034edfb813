import type { RolloutState } from './state.ts';
import { NOT_REPORTED, type Vector } from './vector.ts';

/** Codex's telemetry has no response id, but thread, counts and time; it looks for the second before and after its own. */
const MOMENT_MS = 1_000;

/**
 * The key that a thread's response shares with what Codex's telemetry says of it: the thread, all five counts and the
 * second. Two responses that were alike within one second keep their own ids only: they must not become one.
 */
export const momentKeys = (
  thread: string,
  at: number,
  usage: Vector,
  state: RolloutState,
): readonly string[] => {
  if (thread !== state.thread) return [];
  const counts = usage.map((count) => (count === NOT_REPORTED ? 0 : count)).join('.');
  const key = `codex:${thread}:~${Math.floor(at / MOMENT_MS)}:${counts}`;
  if (key === state.lastMoment) return [];
  state.lastMoment = key;
  return [key];
};
