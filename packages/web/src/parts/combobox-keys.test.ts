import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listMove } from './combobox-keys.ts';

describe('keys in a field with a list', () => {
  it('open the list at its first and at its last option', () => {
    expect(listMove('ArrowDown', false, -1, 3)).toEqual({ kind: 'mark', active: 0 });
    expect(listMove('ArrowUp', false, -1, 3)).toEqual({ kind: 'mark', active: 2 });
  });

  it('go round at both ends', () => {
    expect(listMove('ArrowDown', true, 2, 3)).toEqual({ kind: 'mark', active: 0 });
    expect(listMove('ArrowUp', true, 0, 3)).toEqual({ kind: 'mark', active: 2 });
  });

  it('choose only what is marked, and close only what is open', () => {
    expect(listMove('Enter', true, -1, 3)).toBeUndefined();
    expect(listMove('Enter', false, 1, 3)).toBeUndefined();
    expect(listMove('Enter', true, 1, 3)).toEqual({ kind: 'choose' });
    expect(listMove('Escape', false, 1, 3)).toBeUndefined();
    expect(listMove('Escape', true, 1, 3)).toEqual({ kind: 'close' });
  });

  it('never mark what is not there, whatever is pressed', () => {
    const keys = fc.constantFrom('ArrowDown', 'ArrowUp', 'Enter', 'Escape', 'a', 'Home');
    fc.assert(
      fc.property(fc.array(keys), fc.nat(20), (pressed, count) => {
        let active = -1;
        let open = false;
        for (const key of pressed) {
          const move = listMove(key, open, active, count);
          if (move?.kind === 'choose') expect(active).toBeLessThan(count);
          if (move?.kind === 'mark') {
            open = true;
            active = move.active;
            expect(active).toBeGreaterThanOrEqual(0);
            expect(active).toBeLessThan(count);
          } else if (move !== undefined) open = false;
        }
      }),
    );
  });
});
