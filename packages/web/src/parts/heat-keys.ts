/** A place in a grid of cells. */
export interface HeatPlace {
  readonly row: number;
  readonly column: number;
}

const clamp = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

/** Where a key leads from a cell; `undefined`: the key is not the grid's. Nothing goes round its edges. */
export const heatMove = (
  key: string,
  { row, column }: HeatPlace,
  rows: number,
  columns: number,
): HeatPlace | undefined => {
  switch (key) {
    case 'ArrowLeft':
      return { row, column: clamp(column - 1, columns) };
    case 'ArrowRight':
      return { row, column: clamp(column + 1, columns) };
    case 'ArrowUp':
      return { row: clamp(row - 1, rows), column };
    case 'ArrowDown':
      return { row: clamp(row + 1, rows), column };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    case 'PageUp':
      return { row: 0, column };
    case 'PageDown':
      return { row: rows - 1, column };
    default:
      return undefined;
  }
};
