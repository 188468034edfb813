import type { Paint } from './paint.ts';

/** How output is to look: everything that a renderer may know of the terminal. */
export interface Screen {
  /** Columns. */
  readonly width: number;
  readonly paint: Paint;
  /** A person's terminal, not a file or a pipe. */
  readonly live: boolean;
}

/** From this width tables show their further columns. */
const WIDE = 100;
export const isWide = (screen: Screen): boolean => screen.width >= WIDE;

export const DEFAULT_WIDTH = 80;
export const MIN_WIDTH = 40;
export const MAX_WIDTH = 160;
