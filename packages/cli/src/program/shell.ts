import type { Result } from '@meterline/core';
import type { Meterline, World } from '@meterline/server';

/** Everything the program gets of its process. `main.ts` makes the real one, tests make their own. */
export interface Shell {
  readonly world: World;
  readonly out: Sink;
  readonly err: Sink;
  /** All of standard input, for `log -`. */
  readonly readInput: () => Promise<string>;
  /** Asks and gives the line that the person types; absent where nobody is at a terminal. */
  readonly readAnswer?: (question: string) => Promise<string>;
  /** Folder that relative paths on the command line start from. */
  readonly cwd: string;
  /** A new empty folder that the caller removes again. */
  readonly makeTemporaryFolder: () => string;
  /** Aborts at Ctrl-C. */
  readonly interrupted: AbortSignal;
  readonly openMeterline: OpenMeterline;
  readonly serving: ServingShell;
}

/** What only a command that serves needs of its process. */
export interface ServingShell {
  /** The environment for threads, which cannot be handed a function. Absent: all work is done on this thread. */
  readonly variables?: Readonly<Record<string, string | undefined>>;
  /** Folder of the built dashboard. */
  readonly dashboard: string;
  /** Best effort: nothing happens where there is no browser. */
  readonly openBrowser: (url: string) => void;
}

export type OpenMeterline = (
  world: World,
  options: { readonly home: string; readonly zone?: string; readonly readOnly?: boolean },
) => Promise<Result<Meterline>>;

/** One output stream. `write` resolves when the stream can take more, so that an export never fills the memory. */
export interface Sink {
  write(text: string): Promise<void> | void;
  readonly isTTY: boolean;
  /** Columns of the terminal; `undefined` when it is none. */
  readonly columns: number | undefined;
}
