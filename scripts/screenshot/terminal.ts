/** Columns of the terminal that is drawn. */
export const COLUMNS = 96;
const CELL = { width: 8.43, height: 19 };
const MARGIN = { x: 22, top: 52, bottom: 18 };
/** The sixteen colours of a dark terminal, as far as the CLI uses them. */
const COLOURS: Readonly<Record<string, string>> = {
  '30': '#161b22',
  '31': '#ff7b72',
  '32': '#7ee787',
  '33': '#e3b341',
  '34': '#79c0ff',
  '35': '#d2a8ff',
  '36': '#76e3ea',
  '37': '#c9d1d9',
  '90': '#8b949e',
  '91': '#ffa198',
  '92': '#a5d6a7',
  '93': '#f2cc60',
  '94': '#a5d6ff',
  '95': '#e2c5ff',
  '96': '#b3f0ff',
  '97': '#ffffff',
};

interface Style {
  readonly colour: string | undefined;
  readonly bold: boolean;
  readonly dim: boolean;
}
const PLAIN: Style = { colour: undefined, bold: false, dim: false };

const restyled = (style: Style, code: string): Style => {
  if (code === '0' || code === '') return PLAIN;
  if (code === '1') return { ...style, bold: true };
  if (code === '2') return { ...style, dim: true };
  if (code === '22') return { ...style, bold: false, dim: false };
  if (code === '39') return { ...style, colour: undefined };
  return { ...style, colour: COLOURS[code] ?? style.colour };
};

const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign);

/** One terminal line as positioned spans, so that columns stand straight whatever font the reader has. */
const drawLine = (line: string, row: number, start: Style): { svg: string; style: Style } => {
  let style = start;
  let column = 0;
  let svg = '';
  for (const part of line.split(/(\x1b\[[\d;]*m)/)) {
    const codes = /^\x1b\[([\d;]*)m$/.exec(part)?.[1];
    if (codes !== undefined) {
      style = codes.split(';').reduce(restyled, style);
      continue;
    }
    for (const word of part.split(/( {2,})/)) {
      if (word.trim() !== '') svg += span(word, column, row, style);
      column += [...word].length;
    }
  }
  return { svg, style };
};

const span = (text: string, column: number, row: number, style: Style): string => {
  const lead = text.length - text.trimStart().length;
  const body = text.trim();
  const x = (MARGIN.x + (column + lead) * CELL.width).toFixed(1);
  const y = MARGIN.top + row * CELL.height + 14;
  const look = `fill="${style.colour ?? '#e6edf3'}"${style.bold ? ' font-weight="700"' : ''}${style.dim ? ' opacity="0.62"' : ''}`;
  const length = ([...body].length * CELL.width).toFixed(1);
  return `<text x="${x}" y="${y}" textLength="${length}" lengthAdjust="spacingAndGlyphs" xml:space="preserve" ${look}>${escapeXml(body)}</text>\n`;
};

/** A terminal with this coloured output on it, as SVG. `command` stands in its title. */
export const drawTerminal = (screen: string, command: string): string => {
  const lines = screen.trimEnd().split('\n');
  const width = Math.ceil(MARGIN.x * 2 + COLUMNS * CELL.width);
  const height = MARGIN.top + lines.length * CELL.height + MARGIN.bottom;
  let style = PLAIN;
  let body = '';
  for (const [row, line] of lines.entries()) {
    const drawn = drawLine(line, row, style);
    style = drawn.style;
    body += drawn.svg;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Terminal: ${escapeXml(command)}" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14">
<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
<circle cx="22" cy="22" r="6" fill="#ff5f57"/><circle cx="42" cy="22" r="6" fill="#febc2e"/><circle cx="62" cy="22" r="6" fill="#28c840"/>
<text x="${width / 2}" y="27" text-anchor="middle" fill="#8b949e">${escapeXml(command)}</text>
${body}</svg>
`;
};
