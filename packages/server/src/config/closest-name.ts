/** Most changed letters at which two names are still taken for the same. */
const MAX_DISTANCE = 3;

/** The name that was probably meant, if one is close. */
export const closestName = (name: string, names: readonly string[]): string | undefined => {
  const limit = Math.min(MAX_DISTANCE, Math.floor(name.length / 2));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of names) {
    const [typed, known] = [name.toLowerCase(), candidate.toLowerCase()];
    // A beginning is as good as one wrong letter.
    const distance = known.startsWith(typed)
      ? Math.min(1, distanceOf(typed, known))
      : distanceOf(typed, known);
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: candidate, distance };
  }
  return best?.name;
};

/** Levenshtein distance, one row at a time. */
const distanceOf = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + Number(a[i - 1] !== b[j - 1]);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
};
