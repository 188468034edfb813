import { compactCount, exactCount, percentText } from '../../format/count.ts';
import { axisMoney, type Currency, moneyText } from '../../format/money.ts';
import type { Metric } from '../../state/view.ts';
import { valueTicks } from './value-ticks.ts';

/** What the height of a chart means, and how its values read. */
export interface ChartScale {
  /** Values of the lines across, from 0; the last is the top of the plot. */
  readonly ticks: (max: number, lines: number) => readonly number[];
  /** At a line: short, and all lines alike. */
  readonly tick: (value: number, step: number) => string;
  /** In a tooltip or table: as exact as people read. */
  readonly text: (value: number) => string;
}

const NANO = 1e9;

/** Money in the currency that is shown, so that the lines stand at even amounts of it. */
export const moneyScale = (currency: Currency): ChartScale => {
  const perNano = Number(currency.perUsd) / NANO;
  return {
    ticks: (max, lines) => valueTicks(max * perNano, { lines }).map((amount) => amount / perNano),
    tick: (value, step) => axisMoney(value, currency, digitsOf(step * perNano)),
    text: (value) => moneyText(Math.round(value), currency),
  };
};

const CENTS = 2;
const MOST_DIGITS = 9;

/** Digits after the point that an even step of money needs: none or cents, more only below a cent. */
const digitsOf = (step: number): number => {
  if (Number.isInteger(Math.round(step * NANO) / NANO)) return 0;
  const [, digits = ''] = step.toFixed(MOST_DIGITS).replace(/0+$/, '').split('.');
  return Math.max(CENTS, digits.length);
};

export const countScale: ChartScale = {
  ticks: (max, lines) => valueTicks(max, { lines, whole: true }),
  tick: (value) => compactCount(value),
  text: (value) => exactCount(value),
};

/** Tokens are too many to be read whole. */
export const tokenScale: ChartScale = { ...countScale, text: (value) => compactCount(value) };

/** Shares from 0 to 1, always up to 100 %. */
export const shareScale: ChartScale = {
  ticks: () => [0, 0.25, 0.5, 0.75, 1],
  tick: (value) => `${Math.round(value * 100)}%`,
  text: (value) => percentText(value),
};

export const metricScale = (metric: Metric, currency: Currency): ChartScale =>
  metric === 'cost' ? moneyScale(currency) : metric === 'tokens' ? tokenScale : countScale;
