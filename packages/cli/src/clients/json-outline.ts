/** Where an object's members stand in a JSON text. */
export interface ObjectOutline {
  readonly kind: 'object';
  readonly start: number;
  readonly end: number;
  readonly members: ReadonlyMap<string, { readonly keyStart: number; readonly value: ValueOutline }>;
}

export type ValueOutline =
  | ObjectOutline
  | { readonly kind: 'other'; readonly start: number; readonly end: number };

/**
 * The text with comments and commas before a closing bracket blanked out, of the same length: strict JSON where the
 * rest of it is. Several programs read their JSON so.
 */
export const strictJson = (text: string): string => {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const withoutComments = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
    part.startsWith('"') ? part : blank(part),
  );
  return withoutComments.replace(/"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part === ',' ? ' ' : part));
};

/** Of text that `JSON.parse` takes: nothing is validated. */
export const outlineOfJson = (text: string): ValueOutline => new Scanner(text).value();

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): ValueOutline {
    this.#space();
    const start = this.#at;
    if (this.#text[start] === '{') return this.#object(start);
    if (this.#text[start] === '[') this.#list();
    else this.#scalar();
    return { kind: 'other', start, end: this.#at };
  }

  #object(start: number): ObjectOutline {
    const members = new Map<string, { keyStart: number; value: ValueOutline }>();
    this.#at += 1;
    for (this.#space(); this.#text[this.#at] !== '}'; this.#space()) {
      const keyStart = this.#at;
      this.#scalar();
      const key = JSON.parse(this.#text.slice(keyStart, this.#at)) as string;
      this.#space();
      this.#at += 1;
      members.set(key, { keyStart, value: this.value() });
      this.#space();
      if (this.#text[this.#at] === ',') this.#at += 1;
    }
    this.#at += 1;
    return { kind: 'object', start, end: this.#at, members };
  }

  #list(): void {
    this.#at += 1;
    for (this.#space(); this.#text[this.#at] !== ']'; this.#space()) {
      this.value();
      this.#space();
      if (this.#text[this.#at] === ',') this.#at += 1;
    }
    this.#at += 1;
  }

  #scalar(): void {
    const token = /"(?:[^"\\]|\\.)*"|[^\s,:{}[\]"]+/y;
    token.lastIndex = this.#at;
    this.#at += token.exec(this.#text)?.[0].length ?? 1;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}
