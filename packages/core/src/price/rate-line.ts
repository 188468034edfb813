import { leastMultiple, type Ratio, reduce } from '../money/rational.ts';
import type { TokenKind } from '../usage/token-usage.ts';
import { picoPerToken, type RateName, type Rates } from './book.ts';

/** Which rate pays for which tokens, and where it falls back to (prices reference §3.2, 7). */
const PAID_BY: readonly (readonly [kind: TokenKind, own: RateName, instead: readonly RateName[]])[] = [
  ['input', 'in', []],
  ['cacheRead', 'cr', ['in']],
  // A write whose time to live was not told is a default one; Anthropic's default is five minutes.
  ['cacheWrite5m', 'w5', ['w', 'in']],
  ['cacheWrite1h', 'w1', ['w', 'w5', 'in']],
  ['cacheWrite12h', 'w12', ['w', 'w5', 'in']],
  ['cacheWrite', 'w', ['w5', 'in']],
  ['inputAudio', 'inA', ['in']],
  ['outputAudio', 'outA', ['out']],
  ['inputImage', 'inI', ['in']],
  ['outputImage', 'outI', ['out']],
  ['output', 'out', []],
];

/** The order of `RateLine.weights`. Reasoning stands last: its weight is the difference to the output rate. */
export const WEIGHT_KINDS: readonly TokenKind[] = [...PAID_BY.map(([kind]) => kind), 'reasoning'];

/** Writes at the default time to live priced by the five-minute rate and the reverse are the rule, not a fallback. */
const isRule = (own: RateName, used: RateName): boolean =>
  own === used || (own === 'w' && used === 'w5') || (own === 'w5' && used === 'w');

/** Rates of one period, window and tier, with the card and every multiplier folded in. */
export interface RateLine {
  /** Pico-USD a token times the multipliers' numerator, by `WEIGHT_KINDS`. */
  readonly weights: Float64Array;
  /** Bit `1 << index` for each kind that has no rate of its own. */
  readonly fallbackMask: number;
  /** Pico-USD per nano-USD times the multipliers' denominator. */
  readonly divisor: number;
  /** The rates before any multiplier, for `explainCost`. */
  readonly rates: Rates;
}

interface PickedRate {
  readonly name: RateName;
  readonly pico: number;
}

/** The rate that pays for a kind under these rates; `undefined` only where even input or output has none. */
export const rateFor = (rates: Rates, kind: TokenKind): PickedRate | undefined => {
  const row = PAID_BY.find(([candidate]) => candidate === kind);
  for (const name of row === undefined ? [] : [row[1], ...row[2]]) {
    const rate = rates[name];
    if (rate !== undefined) return { name, pico: picoPerToken(rate) };
  }
  return undefined;
};

/**
 * Folds one set of rates into weights. `scale` multiplies every rate; those in `kept` are exempt from the part of it
 * that is the card's factor, which `keptScale` (the rest) expresses.
 */
export const rateLine = (
  rates: Rates,
  scale: Ratio,
  kept: ReadonlySet<RateName>,
  keptScale: Ratio,
): RateLine => {
  const [numerator, denominator] = reduce(scale);
  const [keptNumerator, keptDenominator] = reduce(keptScale);
  const shared = kept.size === 0 ? denominator : leastMultiple(denominator, keptDenominator);
  const weightOf = (name: RateName, pico: number): number =>
    pico * (kept.has(name) ? keptNumerator * (shared / keptDenominator) : numerator * (shared / denominator));
  const weights = new Float64Array(WEIGHT_KINDS.length);
  let fallbackMask = 0;
  for (const [index, [kind, own]] of PAID_BY.entries()) {
    const picked = rateFor(rates, kind);
    weights[index] = picked === undefined ? 0 : weightOf(picked.name, picked.pico);
    if (picked === undefined || !isRule(own, picked.name)) fallbackMask |= 1 << index;
  }
  const reasoning = rates.rs === undefined ? 0 : weightOf('rs', picoPerToken(rates.rs)) - weights[10]!;
  weights[PAID_BY.length] = reasoning;
  return { weights, fallbackMask, divisor: 1000 * shared, rates };
};
