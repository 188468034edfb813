const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A horizontal bar in eighths of a column; what is not nothing shows at least a sliver. */
export const bar = (part: number, whole: number, width: number): string => {
  if (whole <= 0 || part <= 0) return '';
  const eighths = Math.max(1, Math.round(Math.min(1, part / whole) * width * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
};

const SHADES = ['·', '░', '▒', '▓', '█'];

/** One of five shades for a value in a heat map; only nothing is a dot. */
export const shade = (value: number, most: number): string => {
  if (value <= 0 || most <= 0) return SHADES[0] ?? '';
  return SHADES[Math.min(4, Math.max(1, Math.ceil((value / most) * 4)))] ?? '';
};
