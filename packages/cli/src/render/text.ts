/**
 * Text as a terminal shows it. Names come from logs that anyone may have written, so control characters (which could
 * move the cursor or recolour the screen) never reach the terminal.
 */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
const COLOUR = /\u001b\[[0-9;]*m/g;

/** Replaces control and direction characters. For every text that is not ours. */
export const plain = (text: string): string => text.replace(CONTROL, '·');

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ASCII = /^[\x20-\x7e]*$/;
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|^\p{Emoji_Presentation}|\ufe0f/u;
const WIDTHLESS = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;

const graphemeWidth = (grapheme: string): number =>
  WIDTHLESS.test(grapheme) ? 0 : WIDE.test(grapheme) ? 2 : 1;

/** Columns that a text takes; our own colour codes take none. */
export const textWidth = (text: string): number => {
  const bare = text.includes('\u001b') ? text.replace(COLOUR, '') : text;
  if (ASCII.test(bare)) return bare.length;
  let width = 0;
  for (const { segment } of segmenter.segment(bare)) width += graphemeWidth(segment);
  return width;
};

const graphemes = (text: string): string[] => [...segmenter.segment(text)].map(({ segment }) => segment);

/** As many graphemes from the front as fit. */
const take = (parts: readonly string[], width: number): string => {
  let used = 0;
  let taken = '';
  for (const part of parts) {
    used += graphemeWidth(part);
    if (used > width) break;
    taken += part;
  }
  return taken;
};

/** Shortens an uncoloured text with an ellipsis: at the end, or before the part that tells paths apart. */
export const shorten = (text: string, width: number, keep: 'start' | 'end' = 'start'): string => {
  if (textWidth(text) <= width) return text;
  if (width <= 1) return width === 1 ? '…' : '';
  if (keep === 'start') return `${take(graphemes(text), width - 1)}…`;
  return `…${graphemes(take(graphemes(text).reverse(), width - 1))
    .reverse()
    .join('')}`;
};

export type Align = 'left' | 'right';

/** Fills with spaces up to a width. */
export const pad = (text: string, width: number, align: Align = 'left'): string => {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'left' ? text + space : space + text;
};

/** Breaks a plain sentence into lines of at most `width` columns. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
};
