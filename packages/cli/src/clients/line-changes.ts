/** A line that is taken out, put in, or stays. */
export interface LineChange {
  readonly sign: '-' | '+' | ' ';
  readonly line: string;
}

/** Lines around a change that are shown, to see where it is. */
const CONTEXT = 1;
/** Beyond it the middle is shown as taken out and put in whole. */
const MAX_COMPARED = 2_000;

/** The lines that differ, in order, with a line of context around them. */
export const lineChanges = (before: string, after: string): readonly LineChange[] => {
  const all = compare(linesOf(before), linesOf(after));
  const isNear = all.map((_, index) =>
    all.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' '),
  );
  return all.filter((_, index) => isNear[index]);
};

const linesOf = (text: string): readonly string[] => {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
};

const signed = (sign: LineChange['sign'], lines: readonly string[]): readonly LineChange[] =>
  lines.map((line) => ({ sign, line }));

/** By the longest common subsequence. */
const compare = (before: readonly string[], after: readonly string[]): readonly LineChange[] => {
  if (before.length > MAX_COMPARED || after.length > MAX_COMPARED)
    return [...signed('-', before), ...signed('+', after)];
  const lengths = before.map(() => new Uint16Array(after.length + 1));
  lengths.push(new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--)
    for (let j = after.length - 1; j >= 0; j--)
      lengths[i]![j] =
        before[i] === after[j]
          ? lengths[i + 1]![j + 1]! + 1
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const changes: LineChange[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    if (before[i] === after[j]) {
      changes.push({ sign: ' ', line: before[i++]! });
      j += 1;
    } else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) changes.push({ sign: '-', line: before[i++]! });
    else changes.push({ sign: '+', line: after[j++]! });
  }
  return [...changes, ...signed('-', before.slice(i)), ...signed('+', after.slice(j))];
};
