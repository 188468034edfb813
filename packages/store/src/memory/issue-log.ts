import type { Issue } from '@meterline/core';
import { ISSUES_PER_FILE_MAX } from '../facts/issue-limit.ts';
import type { IssueSummary } from '../store.ts';

interface Entry {
  readonly seen: Set<number>;
  lastAt: number;
  summary: IssueSummary;
}

/** Issues, each counted once, with a bounded memory of their places. */
export const createIssueLog = () => {
  const entries = new Map<string, Entry>();
  return {
    add: (issue: Issue): void => {
      const { source, file, code, at, detail = null } = issue;
      const id = JSON.stringify([source, file, code]);
      const entry = entries.get(id);
      if (entry === undefined) {
        const summary = { source, file, code, count: 1, firstAt: at, detail };
        entries.set(id, { seen: new Set([at]), lastAt: at, summary });
        return;
      }
      const full = entry.seen.size >= ISSUES_PER_FILE_MAX;
      if (entry.seen.has(at) || (full && at <= entry.lastAt)) return;
      if (!full) entry.seen.add(at);
      entry.lastAt = Math.max(entry.lastAt, at);
      const first = at < entry.summary.firstAt ? { firstAt: at, detail } : {};
      entry.summary = { ...entry.summary, ...first, count: entry.summary.count + 1 };
    },
    summaries: (): readonly IssueSummary[] => [...entries.values()].map(({ summary }) => summary),
  };
};
