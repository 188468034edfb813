import { percentText } from '../format/count.ts';
import './delta.css';

export interface DeltaProps {
  readonly now: number;
  /** null: there is nothing to compare with. */
  readonly before: number | null;
  /** Whether more is worse (cost), better (hit rate) or neither (calls). */
  readonly more: 'bad' | 'good' | 'neutral';
  /** The value before, in words, for the title. */
  readonly beforeText?: string;
  /** Of ratios: the difference is in points, not in per cent of a per cent. */
  readonly points?: boolean;
}

/** Below this a change is noise and has no colour. */
const NOISE = 0.01;

/** By how much a figure differs from the period before. */
export const Delta = ({ now, before, more, beforeText, points = false }: DeltaProps) => {
  if (before === null || (before === 0 && !points))
    return (
      <span className="delta muted" title="Nothing to compare with in the period before">
        no earlier data
      </span>
    );
  const change = points ? now - before : (now - before) / Math.abs(before);
  const isNoise = Math.abs(change) < NOISE;
  const tone =
    isNoise || more === 'neutral' ? 'muted' : change > 0 === (more === 'bad') ? 'is-bad' : 'is-good';
  const arrow = isNoise ? '≈' : change > 0 ? '▲' : '▼';
  const size = points ? `${(Math.abs(change) * 100).toFixed(1)} points` : deltaText(Math.abs(change));
  return (
    <span className={`delta ${tone}`} title={beforeText === undefined ? undefined : `${beforeText} before`}>
      <span aria-hidden="true">{arrow} </span>
      <span className="hidden">{change >= 0 ? 'up ' : 'down '}</span>
      {size}
    </span>
  );
};

const TIMES_FROM = 10;

/** `12%`; what has grown more than tenfold in times: `31×`. */
const deltaText = (change: number): string => {
  if (change >= TIMES_FROM) return `${Math.round(change + 1)}×`;
  return change > 1 ? `${Math.round(change * 100)}%` : percentText(change);
};
