/** Counts for people. Grouping and units are fixed, whatever the machine's locale, so that screens can be compared. */

/** `1,234,567` */
export const grouped = (count: number): string =>
  String(Math.round(count)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const UNITS = [
  { size: 1e12, unit: 'T' },
  { size: 1e9, unit: 'B' },
  { size: 1e6, unit: 'M' },
  { size: 1e3, unit: 'k' },
] as const;

/** Three significant digits at most: `950`, `1.2k`, `34k`, `1.2M`. Anything above 0 never reads as 0. */
export const compact = (count: number): string => {
  const size = Math.abs(count);
  const step = UNITS.find((unit) => size >= unit.size * 0.9995);
  if (step === undefined) return String(count);
  const scaled = count / step.size;
  return `${Math.abs(scaled) < 9.95 ? scaled.toFixed(1) : scaled.toFixed(0)}${step.unit}`;
};

/** `1.2 M tokens`, `1 token` */
export const tokensInWords = (count: number): string =>
  `${compact(count).replace(/([TBMk])$/, ' $1')} ${count === 1 ? 'token' : 'tokens'}`;

/** `1 call`, `1,234 calls` */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`;

/** A share of a whole as `62 %`; what is not nothing is at least `<1 %`. */
export const percent = (part: number, whole: number): string => {
  if (whole <= 0) return '–';
  const share = (part / whole) * 100;
  if (share > 0 && share < 1) return '<1 %';
  return `${share > 99 && share < 100 ? 99 : Math.round(share)} %`;
};

/** From here on a percentage says less than how many times as much it is. */
const MANY_TIMES = 10;

/** `+12 %`, `−3 %`, `±0 %`, `430 ×` from ten times as much on; `new` when there was nothing before. */
export const change = (now: number, before: number): string => {
  if (before === 0) return now === 0 ? '–' : 'new';
  if (now >= before * MANY_TIMES) return `${grouped(Math.round(now / before))} ×`;
  const share = Math.round(((now - before) / before) * 100);
  if (share === 0) return '±0 %';
  return share > 0 ? `+${grouped(share)} %` : `−${grouped(-share)} %`;
};

/** `512 B`, `3.4 MB` */
export const bytes = (count: number): string => {
  if (count < 1000) return `${count} B`;
  const text = compact(count);
  return `${text.slice(0, -1)} ${text.slice(-1).replace('B', 'G')}B`;
};

/** How long a call took: `850 ms`, then as `duration`. */
export const latency = (ms: number): string => (ms < 999.5 ? `${Math.round(ms)} ms` : duration(ms));

/** `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min` of milliseconds. */
export const duration = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  if (ms < 9950) return `${(ms / 1000).toFixed(1)} s`;
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return plural(Math.round(hours / 24), 'day');
};

/** `12 calls`; `5 of 12 calls` where not all are shown. */
export const shownOf = (shown: number, all: number, one: string): string =>
  shown === all ? plural(all, one) : `${grouped(shown)} of ${plural(all, one)}`;
