/** What exports write where they have no value. */
const NOTHING = new Set(['', '-', '–', 'n/a', 'na', 'null', 'none', 'nan', 'undefined']);

/** The apostrophe with which exports (ours too) keep a text from being run as a formula. */
const GUARD = /^'(?='*[=+\-@\t\r])/;

/** A cell's text on one line; undefined where it stands for no value. */
export const cellText = (cell: string | undefined): string | undefined =>
  cell === undefined || NOTHING.has(cell.toLowerCase())
    ? undefined
    : cell.replace(GUARD, '').replace(/\s+/g, ' ');

/** A count as a number where it is one, thousands commas taken off; other text stays, to be refused by its reader. */
export const cellCount = (cell: string | undefined): number | string | undefined => {
  const text = cellText(cell);
  if (text === undefined) return undefined;
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  return /^\d+(\.0+)?$/.test(plain) ? Number(plain) : text;
};

/**
 * An amount in USD as decimal text: `$1,234.50` → `1234.50`. A comma is taken for thousands only before a point, since
 * `0,12` would be a decimal comma, which is refused rather than guessed.
 */
export const cellUsd = (cell: string | undefined): string | undefined => {
  const text = cellText(cell)?.replace(/^\$\s*|\s*(USD|\$)$/gi, '');
  if (text === undefined) return undefined;
  return /^\d{1,3}(,\d{3})+\.\d+$/.test(text) ? text.replaceAll(',', '') : text;
};

/** An instant as text: a blank-separated `UTC` becomes the `Z` of ISO 8601. */
export const cellTime = (cell: string | undefined): string | undefined =>
  cellText(cell)?.replace(/\s*(UTC|GMT)$/i, 'Z');

const YES = new Set(['true', 'yes', '1', 'y']);
const NO = new Set(['false', 'no', '0', 'n']);

/** A yes or no; other text stays, to be refused by its reader. */
export const cellBoolean = (cell: string | undefined): boolean | string | undefined => {
  const text = cellText(cell);
  const word = text?.toLowerCase();
  if (word === undefined) return undefined;
  return YES.has(word) ? true : NO.has(word) ? false : text;
};
