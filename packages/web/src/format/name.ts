import type { Dimension } from '@meterline/core';

/** How dimensions and their values are called. */

const DIMENSION_NAMES: Readonly<Record<string, string>> = {
  app: 'App',
  cron: 'Cron job',
};

/** `model` → `Model`, `tag:team` → `Tag team` */
export const dimensionName = (dimension: Dimension | string): string =>
  DIMENSION_NAMES[dimension] ??
  (dimension.startsWith('tag:')
    ? `Tag ${dimension.slice(4)}`
    : dimension.charAt(0).toUpperCase() + dimension.slice(1));

/** `(none)` for what is not set; of a folder its last two parts. The whole stands in the title. */
export const valueName = (dimension: string, value: string | null): string => {
  if (value === null) return '(none)';
  if (dimension === 'session' || dimension === 'task') return shortId(value);
  return dimension === 'project' ? folderName(value) : value;
};

const LONGEST_ID = 13;

/** The beginning of an id is enough to know it by. */
export const shortId = (id: string): string =>
  id.length <= LONGEST_ID ? id : `${id.slice(0, LONGEST_ID - 1)}…`;

const folderName = (path: string): string => {
  const parts = path.split(/[\\/]/).filter((part) => part !== '');
  return parts.length <= 2 ? path : `…/${parts.slice(-2).join('/')}`;
};
