import type { Screen } from '../render/screen.ts';
import type { CommandSpec } from './command-spec.ts';
import type { Flags } from './flags.ts';
import type { Shell } from './shell.ts';

/** One run of one command: what was asked, and what it may use. */
export interface Invocation {
  readonly command: CommandSpec;
  /** Positional arguments in order; absent ones are missing at the end. */
  readonly operands: readonly string[];
  readonly flags: Flags;
  readonly shell: Shell;
  /** How standard output looks. */
  readonly screen: Screen;
  /** Now, UTC milliseconds: read once, so that all figures of one report are of one moment. */
  readonly now: number;
}
