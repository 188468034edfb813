/** Which rows of a long list are on screen, and which pages of it that takes. Indices count from 0. */

export interface RowWindow {
  readonly first: number;
  /** Included. */
  readonly last: number;
}

/** A window of rows that are all there; undefined where there is none. */
const within = ({ first, last }: RowWindow, count: number): RowWindow | undefined =>
  count <= 0 || last < 0 || first > count - 1 || last < first
    ? undefined
    : { first: Math.max(0, first), last: Math.min(last, count - 1) };

/** Pages that hold the rows of a window, in order. */
export const pagesOf = (window: RowWindow, count: number, pageSize: number): readonly number[] => {
  const rows = within(window, count);
  if (rows === undefined) return [];
  const first = Math.floor(rows.first / pageSize);
  const last = Math.floor(rows.last / pageSize);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
};

/** Rows that a page key passes over less one, which stays in view. */
const pageStep = ({ first, last }: RowWindow): number => Math.max(1, last - first - 1);

/** Where a key leads from a row; undefined for a key that does not move. */
export const movedBy = (key: string, from: number, count: number, window: RowWindow): number | undefined => {
  const to: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    PageDown: from + pageStep(window),
    PageUp: from - pageStep(window),
    Home: 0,
    End: count - 1,
  };
  const next = Object.hasOwn(to, key) ? to[key] : undefined;
  return next === undefined ? undefined : Math.max(0, Math.min(count - 1, next));
};
