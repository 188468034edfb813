/** One change of a text: what stood at a place, and what stands there now. */
export interface Splice {
  readonly at: number;
  readonly removed: string;
  readonly inserted: string;
}

/** The smallest one piece in which two texts differ. */
export const spliceBetween = (before: string, after: string): Splice => {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  return {
    at: head,
    removed: before.slice(head, before.length - tail),
    inserted: after.slice(head, after.length - tail),
  };
};

/** The text before the change. */
export const undoSplice = (after: string, { at, removed, inserted }: Splice): string =>
  after.slice(0, at) + removed + after.slice(at + inserted.length);
