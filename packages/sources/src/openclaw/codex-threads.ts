import { baseName, folderOf, joinPath, walkFiles } from '../read/index.ts';
import type { SourceFs } from '../source.ts';

/** Threads of one agent whose mirror rows are known for copies; rollouts beyond that are months old. */
const MAX_CODEX_THREADS = 2_000;
const ROLLOUT = /^rollout-.*?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl/;

/** Codex threads that ran below an agent, by their rollouts: `codex-home/sessions/…/rollout-<time>-<thread>.jsonl`. */
export const codexThreads = (database: string, fs: SourceFs): readonly string[] => {
  const rollouts = joinPath(folderOf(database), 'codex-home', 'sessions');
  const threads: string[] = [];
  for (const path of walkFiles(fs, rollouts, (name) => ROLLOUT.test(name))) {
    const thread = ROLLOUT.exec(baseName(path))?.[1];
    if (thread !== undefined && threads.push(thread) >= MAX_CODEX_THREADS) break;
  }
  return threads;
};
