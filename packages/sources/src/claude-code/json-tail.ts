/**
 * The end of a line, as text: how many levels it closes tells how deep any place in it lies, without reading what stands
 * before. Only for lines that are whole JSON; a mark such as `,"type":"` cannot stand inside a string, whose quotes are
 * escaped.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const isOpening = (char: number): boolean => char === 0x7b || char === 0x5b;
const isClosing = (char: number): boolean => char === 0x7d || char === 0x5d;

/** Told of each string from its first character to its closing quote; false ends the walk. */
export type StringVisitor = (start: number, end: number) => boolean;

/** Place of the brace or bracket that closes the `depth`th level that is open at `from`, or -1. */
export const placeOfClosing = (text: string, from: number, depth: number, visit?: StringVisitor): number => {
  let open = depth;
  for (let i = from; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) {
      const end = stringEnd(text, i + 1);
      if (visit !== undefined && !visit(i + 1, end)) return -1;
      i = end;
    } else if (isOpening(char)) open++;
    else if (isClosing(char) && --open === 0) return i;
  }
  return -1;
};

/** Place of the quote that closes a string. */
const stringEnd = (text: string, from: number): number => {
  let i = from;
  for (; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (char === QUOTE) return i;
    if (char === BACKSLASH) i++;
  }
  return i;
};

const TYPE = ',"type":"';

/** The line's own `type`, where it stands near the end; undefined when it is not found there for certain. */
export const typeAtEnd = (tail: string): string | undefined => {
  const at = tail.lastIndexOf(TYPE);
  if (at === -1 || placeOfClosing(tail, at, 1) !== tail.length - 1) return undefined;
  const start = at + TYPE.length;
  return tail.slice(start, stringEnd(tail, start));
};
