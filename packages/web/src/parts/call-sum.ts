import type { GetAnswer } from '@meterline/api/client';
import { exactCount } from '../format/count.ts';
import { kindName } from './call-names.ts';

export type CallAnswer = GetAnswer<'/calls/{call}'>;
export type Explanation = CallAnswer['explanation'];

/** A line of the sum: what, how many, at what, makes what. */
export interface SumLine {
  readonly what: string;
  /** Where another rate pays than the kind's own. */
  readonly aside?: string;
  readonly count: string;
  readonly rate: string;
  readonly usd: string;
}

const decimalsOf = (usd: string): number => usd.split('.')[1]?.length ?? 0;

/** Zeros behind the last digit, so that the points stand under each other. */
export const withPlaces = (usd: string, places: number): string => {
  if (!/^-?\d/.test(usd) || places === 0) return usd;
  const [whole = '', fraction = ''] = usd.split('.');
  return `${whole}.${fraction.padEnd(places, '0')}`;
};

/** `$2.50`, `$0.125` */
const dollars = (usd: string): string => `$${withPlaces(usd, Math.max(2, decimalsOf(usd)))}`;

/** `11/10` → `× 1.1`; what has no short decimal stays a fraction. */
export const factorText = (factor: string): string => {
  const [top, bottom = '1'] = factor.split('/');
  const value = Number(top) / Number(bottom);
  const short = String(value);
  return `× ${Number.isFinite(value) && short.length <= 6 ? short : factor}`;
};

const FEES: Readonly<Record<string, string>> = { webSearch: 'Web searches', request: 'Requests' };

/** The arithmetic of a list price line by line; the last is the list price itself. Empty without a price. */
export const sumLines = (explanation: Explanation): readonly SumLine[] => {
  const { lines, multipliers, fees, subtotalUsd, listUsd } = explanation;
  if (listUsd === null) return [];
  const all: SumLine[] = [
    ...lines.map(({ bucket, tokens, usdPerMillion, rate, usd }) => ({
      what: kindName(bucket),
      ...(rate === null ? {} : { aside: `at the rate of ${rate}` }),
      count: exactCount(tokens),
      rate: `${dollars(usdPerMillion)} / M`,
      usd,
    })),
    ...(multipliers.length === 0 && fees.length === 0
      ? []
      : [{ what: 'Tokens together', count: '', rate: '', usd: subtotalUsd }]),
    ...multipliers.map(({ name, factor }) => ({ what: name, count: '', rate: factorText(factor), usd: '' })),
    ...fees.map(({ fee, count, usdEach, usd }) => ({
      what: FEES[fee] ?? fee,
      count: exactCount(count),
      rate: `${dollars(usdEach)} each`,
      usd,
    })),
    { what: 'API list price', count: '', rate: '', usd: listUsd },
  ];
  const places = Math.max(...all.map(({ usd }) => decimalsOf(usd)));
  return all.map((line) => ({ ...line, usd: withPlaces(line.usd, places) }));
};

/** The price ends a billionth of a dollar; whether the sum had more digits, so that it was rounded. */
export const isRounded = (explanation: Explanation): boolean =>
  explanation.multipliers.length > 0 || decimalsOf(explanation.subtotalUsd) > NANO_PLACES;

const NANO_PLACES = 9;
