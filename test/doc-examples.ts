import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const GUIDES = join(import.meta.dirname, '../docs/guides');

/** The fenced blocks of a guide, and the tables of it. */
export interface Guide {
  readonly text: string;
  /** Texts of the blocks in a language; `''` for those that name none. */
  blocks(language: string): readonly string[];
  /** Cells of each row of its tables, without the heads. */
  rows(): readonly (readonly string[])[];
}

export const guide = (name: string): Guide => {
  const text = readFileSync(join(GUIDES, name), 'utf8');
  const blocks = [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)];
  return {
    text,
    blocks: (language) => blocks.filter(([, of]) => of === language).map(([, , block = '']) => block),
    rows: () =>
      text
        .split('\n')
        .filter((line) => line.startsWith('|'))
        .map((line) =>
          line
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim()),
        )
        .filter((_, index, rows) => index > 0 && !/^-+$/.test(rows[index]![0]!)),
  };
};

/** What stands between backticks. */
export const codeIn = (cell: string): readonly string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code!);

export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** `-F NAME=@FILE`. */
  readonly form?: { readonly name: string; readonly file: string };
}

/**
 * Words of a shell line: blanks part them, single quotes hold anything, double quotes and backslashes as POSIX has them.
 * Examples use no variables and no substitutions: one that did is refused.
 */
export const shellWords = (line: string): readonly string[] => {
  const words: string[] = [];
  const piece = /'([^']*)'|"((?:[^"\\$`]|\\.)*)"|\\([\s\S])|([^\s'"\\$`;&|<>()]+)|(\s+)/gy;
  let [word, at]: [string | undefined, number] = [undefined, 0];
  for (let match = piece.exec(line); match !== null; match = piece.exec(line)) {
    const [whole, single, double, escaped, plain, blank] = match;
    at = piece.lastIndex;
    // A backslash before the end of a line joins the two.
    if (escaped === '\n') continue;
    if (blank === undefined) {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? whole);
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (at !== line.length) throw new Error(`This shell line is not understood at: ${line.slice(at, at + 40)}`);
  return word === undefined ? words : [...words, word];
};

/** What a curl command would send. An option that is not known here is refused, not passed over. */
export const curlRequest = (command: string): CurlRequest => {
  const [program, ...words] = shellWords(command.trim());
  if (program !== 'curl') throw new Error(`Not curl: ${program}`);
  const headers: Record<string, string> = {};
  let [url, body, method]: (string | undefined)[] = [];
  let form: CurlRequest['form'];
  while (words.length > 0) {
    const word = words.shift()!;
    if (word === '-H') {
      const [name = '', ...value] = words.shift()!.split(':');
      headers[name] = value.join(':').trim();
    } else if (word === '-d' || word === '--data-binary') body = words.shift();
    else if (word === '-F') form = formOf(words.shift()!);
    else if (word === '-X') method = words.shift();
    else if (word.startsWith('-')) throw new Error(`An option that is not known: ${word}`);
    else url = word;
  }
  if (url === undefined) throw new Error('A curl command without a URL.');
  method ??= body === undefined && form === undefined ? 'GET' : 'POST';
  return { url, method, headers, body, ...(form === undefined ? {} : { form }) };
};

const formOf = (text: string): NonNullable<CurlRequest['form']> => {
  const [, name, file] = /^(\w+)=@(.+)$/.exec(text) ?? [];
  if (name === undefined || file === undefined) throw new Error(`A form field that is not a file: ${text}`);
  return { name, file };
};
