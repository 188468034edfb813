import type { Invocation } from './invocation.ts';

/**
 * A command as data. Parsing, help, completion and docs/cli.md are all made from it; the work itself is imported only
 * when the command runs.
 */
export interface CommandSpec {
  readonly name: string;
  /** One line, beginning with a verb. */
  readonly summary: string;
  readonly group: CommandGroup;
  /** Paragraphs below the summary in the command's own help. */
  readonly details?: string;
  readonly arguments?: readonly ArgumentSpec[];
  readonly options?: readonly OptionSpec[];
  /** Forms for programs that the command has; default both. */
  readonly formats?: readonly ('json' | 'csv')[];
  /** At least one, so that every help shows the command at work. */
  readonly examples: readonly Example[];
  readonly subcommands?: readonly CommandSpec[];
  readonly load: () => Promise<{ readonly run: Action }>;
}

/** Runs the command and gives the exit status. Faults are thrown as `MeterlineError`. */
export type Action = (invocation: Invocation) => Promise<number>;

export const COMMAND_GROUPS = ['Start', 'Gateway', 'Reports', 'Prices', 'Ledger', 'Set-up'] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface ArgumentSpec {
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
  readonly variadic?: boolean;
  readonly complete?: CompletionKind;
}

export interface OptionSpec {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** Name of the value in help; absent for a switch. */
  readonly value?: string;
  readonly summary: string;
  readonly repeatable?: boolean;
  /** The only values that are allowed. */
  readonly choices?: readonly string[];
  readonly complete?: CompletionKind;
}

export interface Example {
  readonly command: string;
  readonly says: string;
}

/** What a shell may offer for a value. */
export type CompletionKind = 'file' | 'source' | 'dimension' | 'model' | 'session' | 'command';
