import type { TokenUsage } from '../usage/token-usage.ts';

/**
 * What an agent says a session used in all, calls that it logs nowhere included (Claude Code's `cost-state`). Never
 * added to the calls: what exceeds them is shown as *unlogged*. Of several for one session and model the latest counts.
 */
export interface DeclaredUsage {
  readonly source: string;
  readonly app: string;
  readonly session: string;
  readonly model: string;
  readonly tokens: TokenUsage;
  readonly reportedCostNanoUsd?: number;
  /** UTC milliseconds, or the byte offset's order where the agent gives no time: larger is later. */
  readonly at: number;
}

/** The name that a scheduled job has in its own program. */
export interface CronJobName {
  readonly app: string;
  readonly cron: string;
  readonly name: string;
}

export const ISSUE_CODES = {
  BAD_JSON: 'A line is not valid JSON.',
  LINE_TOO_LONG: 'A line is longer than Meterline reads.',
  BAD_TIMESTAMP: 'A call has no readable time and was skipped.',
  FUTURE_TIMESTAMP: 'A call lies more than a day in the future.',
  BAD_NUMBER: 'A count was negative, fractional, absurd or not a number, and was left out.',
  COUNTS_DISAGREE: 'The counts of a call do not add up; the cached part was cut to fit.',
  MISSING_MODEL: 'A call names no model.',
  UNREADABLE: 'A file or folder cannot be read.',
  VANISHED: 'A file went away while it was read.',
  SYMLINK_LOOP: 'A folder leads back to itself.',
  DATABASE_LOCKED: 'A database is locked by its program.',
  DATABASE_DAMAGED: 'A database is damaged.',
  DATABASE_UNKNOWN: 'A database has a layout that Meterline does not know.',
  UNSUPPORTED_COMPRESSION: 'A file is compressed in a way that this Node cannot read.',
  INHERITED_UNKNOWN: "A fork's parent is missing; its copied history was left out by time.",
  BAD_FIELD: 'A field has a value that cannot be used.',
} as const;
export type IssueCode = keyof typeof ISSUE_CODES;

/** Something that a reader skipped or doubts. Never holds content: only where, and why. */
export interface Issue {
  readonly source: string;
  /** Absolute path of the file, or of the folder. */
  readonly file: string;
  /** Byte offset of the line, row number in a database, or 0 for the whole file. */
  readonly at: number;
  readonly code: IssueCode;
  /** A field name, a limit, a number: never text from the file. */
  readonly detail?: string;
}
