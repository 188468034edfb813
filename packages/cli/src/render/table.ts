import type { Screen } from './screen.ts';
import { isWide } from './screen.ts';
import { type Align, pad, plain, shorten, textWidth } from './text.ts';

/** One cell: its text, and how to colour it once it has been fitted. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => Cell | string;
  readonly align?: Align;
  /** Shown only on wide screens. */
  readonly wide?: boolean;
  /** May be shortened to this many columns; a column without it is never cut. */
  readonly min?: number;
  /** Which end of a shortened text stays. */
  readonly keep?: 'start' | 'end';
  /** When all else is too wide, the column with the highest number goes first. Without one it stays. */
  readonly drop?: number;
}

const GAP = 2;

const cellOf = <Row>(column: Column<Row>, row: Row): Cell => {
  const cell = column.cell(row);
  return typeof cell === 'string' ? { text: plain(cell) } : { ...cell, text: plain(cell.text) };
};

interface Laid<Row> {
  readonly column: Column<Row>;
  readonly cells: readonly Cell[];
  width: number;
}

const lay = <Row>(column: Column<Row>, rows: readonly Row[]): Laid<Row> => {
  const cells = rows.map((row) => cellOf(column, row));
  const width = cells.reduce((most, cell) => Math.max(most, textWidth(cell.text)), textWidth(column.head));
  return { column, cells, width };
};

const excess = <Row>(laid: readonly Laid<Row>[], width: number): number =>
  laid.reduce((sum, one) => sum + one.width + GAP, -GAP) - width;

/** What a shortened column keeps while there still is another column to leave out instead. */
const COMFORTABLE = 20;
const READABLE = 16;

/** Narrows what may be cut, always the widest, until the table fits; false when it cannot. */
const squeeze = <Row>(laid: readonly Laid<Row>[], width: number, floor: number): boolean => {
  const least = ({ column }: Laid<Row>): number => Math.max(column.min ?? 0, floor, textWidth(column.head));
  for (let over = excess(laid, width); over > 0; over -= 1) {
    const widest = laid
      .filter((one) => one.column.min !== undefined && one.width > least(one))
      .reduce<Laid<Row> | undefined>(
        (best, one) => (best && best.width >= one.width ? best : one),
        undefined,
      );
    if (widest === undefined) return false;
    widest.width -= 1;
  }
  return true;
};

/** The columns without the most dispensable of those that `among` names; `undefined` when none is left. */
const withoutMostDroppable = <Row>(
  columns: readonly Column<Row>[],
  among: (column: Column<Row>) => boolean,
): readonly Column<Row>[] | undefined => {
  const worst = Math.max(-1, ...columns.filter(among).map(({ drop }) => drop ?? -1));
  return worst < 0 ? undefined : columns.filter((column) => !(among(column) && column.drop === worst));
};

/** The most dispensable columns go first, so that names stay readable; what is left is then cut as far as it must. */
const fit = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): readonly Laid<Row>[] => {
  for (let shown = columns; ; ) {
    const laid = shown.map((column) => lay(column, rows));
    const further = withoutMostDroppable(shown, ({ wide }) => wide === true);
    const fewer = further ?? withoutMostDroppable(shown, () => true);
    const floor = further !== undefined ? COMFORTABLE : fewer !== undefined ? READABLE : 0;
    if (squeeze(laid, width, floor) || fewer === undefined) return laid;
    shown = fewer;
  }
};

const drawCell = <Row>({ column, width }: Laid<Row>, cell: Cell): string => {
  const text = shorten(cell.text, width, column.keep);
  const padded = pad(text, width, column.align);
  return cell.paint === undefined ? padded : padded.replace(text, () => cell.paint?.(text) ?? text);
};

const joinLine = (parts: readonly string[]): string => parts.join(' '.repeat(GAP)).trimEnd();

/**
 * A table of plain lines: heads, rows, and a line of totals below a rule. Columns are left out or shortened until it
 * fits the screen; numbers and dates are never cut, and nothing wraps.
 */
export const renderTable = <Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  screen: Screen,
  totals?: readonly Row[],
): string[] => {
  const shown = columns.filter((column) => column.wide !== true || isWide(screen));
  const everything = [...rows, ...(totals ?? [])];
  const laid = fit(shown, everything, screen.width);
  const line = (index: number): string =>
    joinLine(laid.map((one) => drawCell(one, one.cells[index] ?? { text: '' })));
  const head = joinLine(
    laid.map((one) => drawCell(one, { text: one.column.head, paint: screen.paint.faint })),
  );
  const body = rows.map((_, index) => line(index));
  if (totals === undefined || totals.length === 0) return [head, ...body];
  const rule = screen.paint.faint('─'.repeat(Math.min(screen.width, excess(laid, 0))));
  return [head, ...body, rule, ...totals.map((_, index) => line(rows.length + index))];
};
