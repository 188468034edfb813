import type { GetAnswer } from '@meterline/api/client';

export type IssueRow = GetAnswer<'/issues'>['rows'][number];

export interface IssueReason {
  readonly code: string;
  /** The code in words. */
  readonly meaning: string;
  readonly count: number;
  /** Those with the most first. */
  readonly files: readonly IssueRow[];
}

export interface IssueGroup {
  readonly source: string;
  readonly count: number;
  readonly reasons: readonly IssueReason[];
}

const total = (rows: readonly IssueRow[]): number => rows.reduce((sum, { count }) => sum + count, 0);

/** Issues by source, then by reason; what is most first. No count is lost. */
export const groupIssues = (rows: readonly IssueRow[]): readonly IssueGroup[] =>
  [...Map.groupBy(rows, ({ source }) => source)]
    .map(([source, own]) => ({ source, count: total(own), reasons: reasonsOf(own) }))
    .sort((a, b) => b.count - a.count || a.source.localeCompare(b.source));

const reasonsOf = (rows: readonly IssueRow[]): readonly IssueReason[] =>
  [...Map.groupBy(rows, ({ code }) => code)]
    .map(([code, files]) => ({
      code,
      meaning: files[0]?.meaning ?? code,
      count: total(files),
      files: [...files].sort((a, b) => b.count - a.count || a.file.localeCompare(b.file)),
    }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
