/** Ways to write the same JSON: programs differ, and files are written again by other programs. */
export interface Spelling {
  /** Spaces after colons and commas. */
  readonly spaces: boolean;
  /** Every so many-th letter of keys and strings as `\u…`; 0 for none. */
  readonly escapeEvery: number;
}

export const spellJson = (value: unknown, spelling: Spelling): string => {
  if (Array.isArray(value))
    return `[${value.map((item) => spellJson(item, spelling)).join(comma(spelling))}]`;
  if (typeof value === 'string') return spellString(value, spelling);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .map(
      ([key, inner]) =>
        `${spellString(key, spelling)}${spelling.spaces ? ': ' : ':'}${spellJson(inner, spelling)}`,
    );
  return `{${fields.join(comma(spelling))}}`;
};

const comma = ({ spaces }: Spelling): string => (spaces ? ', ' : ',');

const spellString = (text: string, { escapeEvery }: Spelling): string => {
  const plain = JSON.stringify(text);
  if (escapeEvery === 0 || plain.includes('\\')) return plain;
  const letters = [...plain.slice(1, -1)];
  return `"${letters.map((letter, i) => ((i + 1) % escapeEvery === 0 ? escaped(letter) : letter)).join('')}"`;
};

const escaped = (letter: string): string =>
  [...Array(letter.length).keys()]
    .map((i) => `\\u${letter.charCodeAt(i).toString(16).padStart(4, '0')}`)
    .join('');
