/**
 * A span of time on a line of so many columns that stands for `wholeMs`: `   ███    `. What is there takes at least one
 * column; a span without a length is a point.
 */
export const waterfall = (
  offsetMs: number,
  lengthMs: number | undefined,
  wholeMs: number,
  width: number,
): string => {
  const columnOf = (ms: number): number => (wholeMs <= 0 ? 0 : (ms / wholeMs) * width);
  const start = Math.min(width - 1, Math.max(0, Math.floor(columnOf(offsetMs))));
  if (lengthMs === undefined) return `${' '.repeat(start)}•`;
  const end = Math.min(width, Math.max(start + 1, Math.round(columnOf(offsetMs + lengthMs))));
  return ' '.repeat(start) + '█'.repeat(end - start);
};
