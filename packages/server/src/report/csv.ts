import { formatScaled } from '@meterline/core';

/** RFC 4180: quoted where it must be, lines end with CRLF. */
const quote = (value: string): string =>
  /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** What a spreadsheet takes for a formula. */
const FORMULA = /^'*[=+\-@\t\r]/;

/**
 * Text as text, also in a spreadsheet: what would be run as a formula gets an apostrophe before it, and so does text that
 * has such an apostrophe already, so that importing takes exactly one away.
 */
const harmless = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Small amounts as plain decimals: spreadsheets and SQL loaders do not all read `1e-7`. */
const decimal = (value: number): string => {
  const text = String(value);
  return text.includes('e-') ? formatScaled(Math.round(value * 1e12), 12) : text;
};

/** One value as a cell: nothing for null, a list of plain values as words, anything else with parts as JSON. */
export const csvCell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return decimal(value);
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object'))
    return quote(harmless(value.map(String).join(' ')));
  return quote(harmless(typeof value === 'object' ? JSON.stringify(value) : String(value)));
};

export const csvLine = (cells: readonly unknown[]): string => `${cells.map(csvCell).join(',')}\r\n`;
