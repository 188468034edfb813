import picocolors from 'picocolors';

/** Colours by what they mean, so that a screen without colours reads the same. Sixteen-colour codes only. */
export interface Paint {
  readonly title: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly money: (text: string) => string;
  readonly good: (text: string) => string;
  readonly warn: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly command: (text: string) => string;
  readonly bar: (text: string) => string;
}

export const paintOf = (coloured: boolean): Paint => {
  const colours = picocolors.createColors(coloured);
  return {
    title: colours.bold,
    heading: colours.bold,
    faint: colours.dim,
    money: colours.green,
    good: colours.green,
    warn: colours.yellow,
    bad: colours.red,
    command: colours.cyan,
    bar: colours.cyan,
  };
};

/**
 * Whether to colour: `--no-color` and a non-empty NO_COLOR say no (no-color.org), then FORCE_COLOR says yes (or no with
 * `0`), then a terminal that is not dumb says yes.
 */
export const wantsColour = (
  get: (name: string) => string | undefined,
  isTTY: boolean,
  flag: boolean | undefined,
): boolean => {
  if (flag !== undefined) return flag;
  if ((get('NO_COLOR') ?? '') !== '') return false;
  const force = get('FORCE_COLOR');
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  return isTTY && get('TERM') !== 'dumb';
};
