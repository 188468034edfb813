import type { Dimension } from '@meterline/core';
import type { Paint } from './paint.ts';
import type { Cell, Column } from './table.ts';

/** How dimension values read on a screen. JSON and CSV always have them whole. */

const HEADS: Readonly<Record<string, string>> = { cron: 'Cron job' };

/** `Model`, `Cron job`, `tag:team` */
export const dimensionHead = (dimension: Dimension | string): string =>
  HEADS[dimension] ??
  (dimension.startsWith('tag:') ? dimension : dimension.charAt(0).toUpperCase() + dimension.slice(1));

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const SHORT_ID = 8;

/** A UUID by its beginning, long enough to be unique and to be given back to `meterline session`. */
export const shortId = (id: string): string => (UUID.test(id) ? id.slice(0, SHORT_ID) : id);

/** As a word of a command that can be pasted into a POSIX shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** A folder below the user's home with `~`. */
export const tildePath = (path: string, home: string): string =>
  home !== '' && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;

/** The last folder of a path, for lines that must be short. */
export const folderName = (path: string): string => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

export const valueText = (dimension: string, value: string | null, home: string): string => {
  if (value === null) return '(none)';
  if (dimension === 'session') return shortId(value);
  return dimension === 'project' ? tildePath(value, home) : value;
};

const MIN_NAME = 12;

/** A column of one dimension: shortened where it must be, paths from the left. */
export const dimensionColumn = <Row>(
  dimension: string,
  ofRow: (row: Row) => string | null | undefined,
  home: string,
  paint: Paint,
): Column<Row> => ({
  head: dimensionHead(dimension),
  min: MIN_NAME,
  keep: dimension === 'project' ? 'end' : 'start',
  cell: (row): Cell => {
    const value = ofRow(row);
    if (value === undefined) return { text: '' };
    return value === null
      ? { text: '(none)', paint: paint.faint }
      : { text: valueText(dimension, value, home) };
  },
});

/** The first name, and how many others. */
export const namesText = ([first, ...others]: readonly string[]): string =>
  first === undefined ? '–' : others.length === 0 ? first : `${first} +${others.length}`;
