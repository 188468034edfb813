/** Steps of colour above nothing. */
export const HEAT_STEPS = 5;

/**
 * The step of a value, 0 to `HEAT_STEPS`: 0 is nothing at all. By square roots, since a few hours hold most of a week's
 * calls and all others would look alike.
 */
export const heatStep = (value: number, max: number): number => {
  if (!(value > 0) || !(max > 0)) return 0;
  return Math.max(1, Math.min(HEAT_STEPS, Math.ceil(Math.sqrt(value / max) * HEAT_STEPS)));
};

/** The largest value that still has a step. */
export const heatBound = (step: number, max: number): number => max * (step / HEAT_STEPS) ** 2;
