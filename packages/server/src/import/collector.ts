import { zstdDecompressSync } from 'node:zlib';
import type { CronJobName, DeclaredUsage, Issue, IssueCode, UsageEvent } from '@meterline/core';
import type { Output } from '@meterline/sources';
import type { Checkpoint } from '@meterline/store';
import { MAX_ISSUES_PER_FILE } from './limits.ts';
import type { Portion } from './portion.ts';

/** Takes what a reader puts out and gives it on in portions. */
export interface Collector {
  readonly out: Output;
  issue(at: number, code: IssueCode, detail?: string): void;
  /** Calls and issues that wait to be taken. */
  waiting(): number;
  /** What came in since the last call, with more to come. */
  take(bytes: number, checkpoint?: Checkpoint): Portion;
  /** The same, for the end of the file. */
  end(bytes: number, checkpoint?: Checkpoint): Portion;
}

export const collect = (source: string, file: string): Collector => {
  let events: UsageEvent[] = [];
  let issues: Issue[] = [];
  let declared: DeclaredUsage[] = [];
  let cronJobs: CronJobName[] = [];
  let issueCount = 0;
  const issue = (at: number, code: IssueCode, detail?: string): void => {
    // A file full of rubbish must not fill the ledger with complaints: the first ones say it all.
    if (++issueCount > MAX_ISSUES_PER_FILE) return;
    issues.push({ source, file, at, code, ...(detail === undefined ? {} : { detail }) });
  };
  const take = (bytes: number, last: boolean, checkpoint?: Checkpoint): Portion => {
    const portion = {
      events,
      issues,
      declared,
      cronJobs,
      bytes,
      last,
      ...(checkpoint ? { checkpoint } : {}),
    };
    events = [];
    issues = [];
    declared = [];
    cronJobs = [];
    return portion;
  };
  return {
    out: {
      event: (event) => events.push(event),
      issue,
      declare: (usage) => declared.push(usage),
      cronJob: (job) => cronJobs.push(job),
      inflateZstd,
    },
    issue,
    waiting: () => events.length + issues.length,
    take: (bytes, checkpoint) => take(bytes, false, checkpoint),
    end: (bytes, checkpoint) => take(bytes, true, checkpoint),
  };
};

/** One frame that was stored in a database row; undefined when it is damaged or larger than it may be. */
const inflateZstd = (bytes: Uint8Array, maxBytes: number): Uint8Array | undefined => {
  try {
    return zstdDecompressSync(bytes, { maxOutputLength: maxBytes });
  } catch {
    return undefined;
  }
};
