/** Counts and shares for people. */

const grouped = new Intl.NumberFormat('en-US');
const compactFormat = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });

/** `1,234,567` */
export const exactCount = (value: number): string => grouped.format(value);

/** `1.23M`; below ten thousand as it is. */
export const compactCount = (value: number): string =>
  Math.abs(value) < 10_000 ? grouped.format(value) : compactFormat.format(value);

/** `12 calls`, `1 call` */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${exactCount(value)} ${value === 1 ? one : many}`;

/** Where a whole per cent is too coarse: of little, and of nearly all. */
const ONE_DIGIT_TO = 0.0995;
const NEARLY_ALL = 0.99;

/** `12%`; what is more than nothing never reads as 0%, what is less than all never as 100%. A dash for not known. */
export const percentText = (share: number | null | undefined): string => {
  if (share === null || share === undefined) return '–';
  if (share === 0) return '0%';
  const size = Math.abs(share);
  const sign = share < 0 ? '−' : '';
  if (size < 0.001) return `${sign}<0.1%`;
  if (size > 0.999 && size < 1) return `${sign}>99.9%`;
  return `${sign}${(size * 100).toFixed(size < ONE_DIGIT_TO || (size > NEARLY_ALL && size < 1) ? 1 : 0)}%`;
};

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export const bytesText = (bytes: number): string => {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${UNITS[unit]}`;
};
