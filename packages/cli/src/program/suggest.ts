/** Edits that turn one word into the other: insert, delete, replace, swap of neighbours. */
const editDistance = (a: string, b: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replace = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (beforeLast[j - 2] ?? 0) + 1
          : Number.POSITIVE_INFINITY;
      row.push(Math.min(replace, swap, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
};

const MAX_WORD = 64;
const MAX_SUGGESTIONS = 3;

/** The known words that a mistyped one may have meant, the likeliest first; at most three. */
export const suggest = (word: string, known: readonly string[]): readonly string[] => {
  const typed = word.toLowerCase().slice(0, MAX_WORD);
  if (typed === '') return [];
  const limit = Math.max(1, Math.floor(typed.length / 3));
  return known
    .map((candidate) => {
      const name = candidate.toLowerCase().slice(0, MAX_WORD);
      const starts = typed.length >= 3 && name.startsWith(typed);
      return { candidate, distance: starts ? 0.5 : editDistance(typed, name) };
    })
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ candidate }) => candidate);
};

/** ` Did you mean 'model'?`, or nothing. */
export const didYouMean = (word: string, known: readonly string[]): string => {
  const names = suggest(word, known).map((name) => `'${name}'`);
  return names.length === 0 ? '' : ` Did you mean ${names.join(' or ')}?`;
};
