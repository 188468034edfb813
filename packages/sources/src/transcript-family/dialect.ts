/** What differs between the programs that write this family of transcripts. */
export interface Dialect {
  /** Id of the source, also `source` of its events. */
  readonly source: string;
  /** Whether user turns can be those of a scheduled job (OpenClaw). */
  readonly cronTurns: boolean;
  /** Whether a row without usage that an upstream refused counts as a failed call (OpenClaw) or not at all (pi). */
  readonly failedCalls: boolean;
  /** Whether `output` may hold reasoning twice when `openai-completions` rows do not report it (OpenClaw to 2026.2). */
  readonly doubtsCompletionsOutput: boolean;
}

/** What a transcript's neighbourhood knows of its session, beyond its own lines. */
export interface Surroundings {
  readonly app: string;
  /** The session by its place, for a transcript that has lost its header. */
  readonly session?: string;
  readonly agent?: string;
  readonly parentAgent?: string;
  readonly parentSession?: string;
  readonly channel?: string;
  /** The job that owns the whole session. */
  readonly cron?: string;
  readonly cronName?: string;
  /** Codex threads whose rollout lies beside: their mirror rows here are copies. */
  readonly codexThreads?: readonly string[];
}
