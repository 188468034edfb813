/**
 * Rows of the table of turns: a row for each call, and one more before every call whose cache had lapsed.
 *
 *     turn 0 · turn 1 · lapse of 2 · turn 2 · turn 3 …
 */

export type TurnRow =
  | { readonly kind: 'turn'; readonly turn: number }
  | { readonly kind: 'lapse'; readonly turn: number };

/** How many of the ascending `lapses` lie below a turn. */
const below = (lapses: readonly number[], turn: number): number => {
  let low = 0;
  let high = lapses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lapses[middle]! < turn) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** The row of a turn. `lapses`: turns whose cache had lapsed, ascending. */
export const rowOfTurn = (turn: number, lapses: readonly number[]): number => turn + below(lapses, turn + 1);

export const turnRowAt = (row: number, lapses: readonly number[]): TurnRow => {
  // The last turn whose row is not after this one: its row is turn + lapses up to it.
  let low = Math.max(0, row - lapses.length);
  let high = row;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (rowOfTurn(middle, lapses) <= row) low = middle;
    else high = middle - 1;
  }
  if (rowOfTurn(low, lapses) === row) return { kind: 'turn', turn: low };
  // A lapse stands just before its turn; the first row may be one.
  return { kind: 'lapse', turn: rowOfTurn(low, lapses) > row ? low : low + 1 };
};

export const rowCount = (turns: number, lapses: readonly number[]): number => turns + lapses.length;
