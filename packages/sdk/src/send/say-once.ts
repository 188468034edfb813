import { runtime } from '../runtime.ts';

/** Different things that are said at all. */
const MAX_SAID = 50;
const said = new Set<string>();

/** A line on the console, the first time. */
export const sayOnce = (aloud: boolean, text: string): void => {
  if (!aloud || said.has(text) || said.size >= MAX_SAID) return;
  said.add(text);
  runtime().warn(text);
};
