import type { Dimension } from '@meterline/core';
import { dimensionName, valueName } from '../format/name.ts';
import { useView } from '../state/use-view.ts';
import { Swatch } from './swatch.tsx';
import './value.css';

/** A value of a dimension. Clicking it shows only its calls; with Alt or Shift everything but these. */
export const Value = ({
  dimension,
  value,
  colour,
  text,
}: {
  readonly dimension: Dimension;
  readonly value: string | null;
  readonly colour?: string;
  /** What is shown instead of the value's own name. */
  readonly text?: string;
}) => {
  const { filter } = useView();
  const name = text ?? valueName(dimension, value);
  return (
    <button
      type="button"
      className="value"
      title={`${value ?? 'not set'} · click to show only this ${dimensionName(dimension).toLowerCase()}, Shift-click to leave it out`}
      onClick={({ shiftKey, altKey }) => filter({ dimension, op: shiftKey || altKey ? '!=' : '=', value })}
    >
      {colour !== undefined && <Swatch colour={colour} />}
      <span className="value-name">{name}</span>
    </button>
  );
};
