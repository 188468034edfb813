/** One `key = value` of a TOML text, with the lines it takes. */
export interface TomlStatement {
  /** Full dotted path, the table's included. */
  readonly path: readonly string[];
  /** First and last line, counted from 0. */
  readonly first: number;
  readonly last: number;
}

export interface TomlTable {
  readonly path: readonly string[];
  readonly line: number;
}

export interface TomlOutline {
  readonly lines: readonly string[];
  readonly statements: readonly TomlStatement[];
  readonly tables: readonly TomlTable[];
}

/**
 * Finds where the statements of a TOML text stand, so that messages can name a line and an edit can leave all others
 * as they are. Meant for text that has already been parsed: it does not validate.
 */
export const outlineOf = (text: string): TomlOutline => {
  const lines = text.split('\n');
  const statements: TomlStatement[] = [];
  const tables: TomlTable[] = [];
  let table: readonly string[] = [];
  for (let line = 0; line < lines.length; line++) {
    const content = lines[line]!.trim();
    if (content === '' || content.startsWith('#')) continue;
    if (content.startsWith('[')) {
      table = keysOf(content.replace(/^\[+/, ''), ']').keys;
      tables.push({ path: table, line });
      continue;
    }
    const { keys, rest } = keysOf(content, '=');
    const last = endOfValue(lines, line, rest);
    statements.push({ path: [...table, ...keys], first: line, last });
    line = last;
  }
  return { lines, statements, tables };
};

/** The line (from 1) of a path: its own statement or table, else the nearest one above it. */
export const lineOfPath = (outline: TomlOutline, path: readonly string[]): number | undefined => {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    const leads = ({ path: own }: { readonly path: readonly string[] }): boolean =>
      samePath(own.slice(0, length), part);
    const first = Math.min(
      outline.statements.find(leads)?.first ?? Number.POSITIVE_INFINITY,
      outline.tables.find(leads)?.line ?? Number.POSITIVE_INFINITY,
    );
    if (Number.isFinite(first)) return first + 1;
  }
  return undefined;
};

export const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((part, i) => part === b[i]);

const BARE_KEY = /^[A-Za-z0-9_-]+/;
const QUOTED_KEY = /^("(?:[^"\\]|\\.)*"|'[^']*')/;

/** The dotted keys before `end`, and what follows it. */
const keysOf = (text: string, end: string): { readonly keys: readonly string[]; readonly rest: string } => {
  const keys: string[] = [];
  let rest = text.trimStart();
  for (;;) {
    const match = BARE_KEY.exec(rest) ?? QUOTED_KEY.exec(rest);
    if (!match) break;
    keys.push(unquoted(match[0]));
    rest = rest.slice(match[0].length).trimStart();
    if (!rest.startsWith('.')) break;
    rest = rest.slice(1).trimStart();
  }
  return { keys, rest: rest.startsWith(end) ? rest.slice(end.length) : rest };
};

const unquoted = (key: string): string => {
  if (key.startsWith("'")) return key.slice(1, -1);
  return key.startsWith('"') ? (JSON.parse(key) as string) : key;
};

/** The line on which a value ends: the first one where no bracket and no long string is open. */
const endOfValue = (lines: readonly string[], first: number, rest: string): number => {
  let depth = 0;
  let quote = '';
  let piece = rest;
  for (let line = first; ; ) {
    ({ depth, quote } = scan(piece, depth, quote));
    if ((depth <= 0 && quote === '') || line + 1 >= lines.length) return line;
    piece = lines[++line]!;
  }
};

/** Follows brackets and quotes through one line. `quote` is the long string that is still open at its end, if any. */
const scan = (text: string, depth: number, quote: string): { depth: number; quote: string } => {
  let open = quote;
  let level = depth;
  for (let i = 0; i < text.length; i++) {
    if (open !== '') {
      if (open.startsWith('"') && text[i] === '\\') i++;
      else if (text.startsWith(open, i)) {
        i += open.length - 1;
        open = '';
      }
      continue;
    }
    const char = text[i]!;
    if (char === '#') break;
    if (char === '"' || char === "'") {
      open = text.startsWith(char.repeat(3), i) ? char.repeat(3) : char;
      i += open.length - 1;
    } else if (char === '[' || char === '{') level++;
    else if (char === ']' || char === '}') level--;
  }
  // A short string never goes on in the next line.
  return { depth: level, quote: open.length === 3 ? open : '' };
};
