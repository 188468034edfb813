import { changeArrow, changeOf, changeSize, isNoise } from '../format/change.ts';
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

/** By how much a figure differs from the period before. */
export const Delta = ({ now, before, more, beforeText, points = false }: DeltaProps) => {
  const change = before === null ? null : points ? now - before : changeOf(now, before);
  if (change === null)
    return (
      <span className="delta muted" title="Nothing to compare with in the period before">
        no earlier data
      </span>
    );
  const tone =
    isNoise(change) || more === 'neutral' ? 'muted' : change > 0 === (more === 'bad') ? 'is-bad' : 'is-good';
  return (
    <span className={`delta ${tone}`} title={beforeText === undefined ? undefined : `${beforeText} before`}>
      <span aria-hidden="true">{changeArrow(change)} </span>
      <span className="hidden">{change >= 0 ? 'up ' : 'down '}</span>
      {points ? `${(Math.abs(change) * 100).toFixed(1)} points` : changeSize(change)}
    </span>
  );
};
