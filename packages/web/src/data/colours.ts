/** Groups that have a colour of their own; `--series-N` in tokens.css. */
const COLOURS = 12;

/** Everything past the largest groups. */
export const OTHER_COLOUR = 'var(--series-other)';
/** Calls on which the dimension is not set, and groups whose rank is not known yet. */
export const NONE_COLOUR = 'var(--series-none)';

/** The colour of a rank. The second dozen are shades of the first, so that two neighbours in rank never look alike. */
export const colourOfRank = (rank: number): string => {
  const base = `var(--series-${rank % COLOURS})`;
  return Math.floor(rank / COLOURS) % 2 === 0 ? base : `color-mix(in oklab, ${base} 60%, var(--text))`;
};

/**
 * The colours of what stands together in one chart. Among a thousand sessions two of the largest may share one: then the
 * smaller takes the first that is free. `wished` is the largest first.
 */
export const distinctColours = (wished: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  return wished.map((wish) => {
    if (wish === OTHER_COLOUR || wish === NONE_COLOUR) return wish;
    let colour = wish;
    for (let rank = 0; taken.has(colour) && rank < 2 * COLOURS; rank += 1)
      if (!wished.includes(colourOfRank(rank))) colour = colourOfRank(rank);
    taken.add(colour);
    return colour;
  });
};
