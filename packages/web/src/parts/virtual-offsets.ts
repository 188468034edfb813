import type { RowWindow } from './virtual-rows.ts';

/** Where the rows of a long list lie, in pixels from its beginning: row `i` from `offsets[i]` to `offsets[i + 1]`. */
export type Offsets = Float64Array;

export const offsetsOf = (count: number, heightOf: (index: number) => number): Offsets => {
  const offsets = new Float64Array(count + 1);
  for (let index = 0; index < count; index += 1) offsets[index + 1] = (offsets[index] ?? 0) + heightOf(index);
  return offsets;
};

/** The row at a place: the last one that begins at it or before; 0 before the first. */
const rowAt = (offsets: Offsets, place: number): number => {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((offsets[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The rows of which something lies between two places; where the list is elsewhere, the one next to them. */
export const rowsBetween = (offsets: Offsets, from: number, to: number): RowWindow => {
  const first = rowAt(offsets, from);
  return { first, last: Math.max(first, rowAt(offsets, Math.ceil(to) - 1)) };
};

/** The rows to render: those of a window, some before and after it, and the one that has the focus. */
export const renderedRows = (
  { first, last }: RowWindow,
  count: number,
  { overscan, focused }: { readonly overscan: number; readonly focused: number },
): readonly number[] => {
  const from = Math.max(0, first - overscan);
  const to = Math.min(count - 1, last + overscan);
  const rows = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  if (focused < 0 || focused >= count || (focused >= from && focused <= to)) return rows;
  return focused < from ? [focused, ...rows] : [...rows, focused];
};

/** How far the window must be scrolled for a row to be in view; `now` where it is already. All in pixels of the page. */
export const scrollFor = (
  row: { readonly start: number; readonly end: number },
  view: { readonly now: number; readonly height: number; readonly covered: number },
  align: 'auto' | 'center',
): number => {
  if (align === 'center') return Math.max(0, (row.start + row.end - view.height - view.covered) / 2);
  if (row.start < view.now + view.covered) return Math.max(0, row.start - view.covered);
  return row.end > view.now + view.height ? row.end - view.height : view.now;
};
