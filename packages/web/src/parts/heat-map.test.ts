import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatMove } from './heat-keys.ts';
import { HEAT_STEPS, heatBound, heatStep } from './heat-scale.ts';

describe('the colours of a heat map', () => {
  it('tell nothing from almost nothing', () => {
    expect(heatStep(0, 100)).toBe(0);
    expect(heatStep(0.0001, 100)).toBe(1);
    expect(heatStep(100, 100)).toBe(HEAT_STEPS);
    expect(heatStep(5, 0)).toBe(0);
  });

  it('never fall as values grow, and keep to the bounds of the legend', () => {
    const value = fc.double({ min: 0, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(value, value, fc.double({ min: 1e-3, max: 1e6, noNaN: true }), (a, b, max) => {
        const [low, high] = [Math.min(a, b, max), Math.min(Math.max(a, b), max)];
        expect(heatStep(low, max)).toBeLessThanOrEqual(heatStep(high, max));
        expect(high).toBeLessThanOrEqual(heatBound(heatStep(high, max), max) * (1 + 1e-9));
      }),
    );
  });
});

describe('keys on a heat map', () => {
  it('lead to neighbours and edges', () => {
    const at = { row: 3, column: 5 };
    expect(heatMove('ArrowRight', at, 7, 24)).toEqual({ row: 3, column: 6 });
    expect(heatMove('ArrowUp', at, 7, 24)).toEqual({ row: 2, column: 5 });
    expect(heatMove('Home', at, 7, 24)).toEqual({ row: 3, column: 0 });
    expect(heatMove('PageDown', at, 7, 24)).toEqual({ row: 6, column: 5 });
    expect(heatMove('Enter', at, 7, 24)).toBeUndefined();
  });

  it('never lead out of it', () => {
    const key = fc.constantFrom(
      'ArrowLeft',
      'ArrowRight',
      'ArrowUp',
      'ArrowDown',
      'Home',
      'End',
      'PageUp',
      'PageDown',
    );
    fc.assert(
      fc.property(
        fc.array(key),
        fc.integer({ min: 1, max: 24 }),
        fc.integer({ min: 1, max: 24 }),
        (keys, rows, columns) => {
          let at = { row: 0, column: 0 };
          for (const one of keys) at = heatMove(one, at, rows, columns) ?? at;
          expect(at.row >= 0 && at.row < rows && at.column >= 0 && at.column < columns).toBe(true);
        },
      ),
    );
  });
});
