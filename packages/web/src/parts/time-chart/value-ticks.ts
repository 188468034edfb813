/** Steps that people count in, within a power of ten. */
const STEPS = [1, 2, 2.5, 5, 10];
/** Whole things are not counted in halves. */
const WHOLE_STEPS = [1, 2, 5, 10];

export interface TickWish {
  /** How many lines above zero suit the height. */
  readonly lines: number;
  /** Calls and tokens: no line stands at a fraction. */
  readonly whole?: boolean;
}

/**
 * Even values from 0 for the lines of an axis, at least two; the last is not below `max`, so nothing drawn stands out
 * of the plot.
 */
export const valueTicks = (max: number, { lines, whole = false }: TickWish): readonly number[] => {
  if (!(max > 0)) return [0, 1];
  const step = stepOf(max / lines, whole);
  // What is a hair above a line because of rounding is on it.
  const count = Math.max(1, Math.ceil(max / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, line) => line * step);
};

/** The smallest good step that is not below a wished one. */
const stepOf = (wish: number, whole: boolean): number => {
  const power = 10 ** Math.floor(Math.log10(wish));
  const good = whole ? WHOLE_STEPS : STEPS;
  const step = (good.find((one) => one * power >= wish * (1 - 1e-9)) ?? 10) * power;
  return whole ? Math.max(1, step) : step;
};
