import { percentText } from './count.ts';

/** Below this a change is noise. */
const NOISE = 0.01;
const TIMES_FROM = 10;
/** From here on a digit after the point says nothing more. */
const ONE_DIGIT_TO = 0.0995;

export const isNoise = (change: number): boolean => Math.abs(change) < NOISE;

/** By what part of what it was; null where there was nothing. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : (now - before) / Math.abs(before);

/** `12%`; what has grown more than tenfold in times: `31×`. */
export const changeSize = (change: number): string => {
  const size = Math.abs(change);
  if (size >= TIMES_FROM) return `${Math.round(size + 1)}×`;
  return size >= ONE_DIGIT_TO ? `${Math.round(size * 100)}%` : percentText(size);
};

export const changeArrow = (change: number): string => (isNoise(change) ? '≈' : change > 0 ? '▲' : '▼');

/** `▲ 12%` */
export const changeText = (change: number): string => `${changeArrow(change)} ${changeSize(change)}`;
