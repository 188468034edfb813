import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeOf } from './why-place.ts';

const note = { width: 380, height: 160 };

it('lies below what it is about, right edges together', () => {
  const from = { left: 900, top: 100, right: 1000, bottom: 120 };
  expect(placeOf(from, note, 1440, 900)).toEqual({ left: 620, top: 126 });
});

it('lies above where there is no room below', () => {
  const from = { left: 900, top: 800, right: 1000, bottom: 820 };
  expect(placeOf(from, note, 1440, 900)).toEqual({ left: 620, top: 634 });
});

it('never leaves a window that it fits into', () =>
  fc.assert(
    fc.property(fc.nat(1400), fc.nat(880), fc.nat(200), (left, top, width) => {
      const from = { left, top, right: left + width, bottom: top + 20 };
      const place = placeOf(from, note, 1440, 900);
      expect(place.left).toBeGreaterThanOrEqual(8);
      expect(place.left + note.width).toBeLessThanOrEqual(1440 - 8);
      expect(place.top).toBeGreaterThanOrEqual(8);
      expect(place.top + note.height).toBeLessThanOrEqual(900);
    }),
  ));
