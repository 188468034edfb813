import { WIRES, type Wire } from '@meterline/core';
import { expect, it } from 'vitest';
import { interestOf } from './interest.ts';

/** `kBMMinPatternLength` of Node's `string_search.h` less one. */
const QUICK_BYTES = 7;

it('has no word that Node searches for the slow way', () => {
  const wires = Object.keys(WIRES) as Wire[];
  const words = wires.flatMap((wire) => interestOf(wire).words ?? []);
  expect(words.length).toBeGreaterThan(0);
  expect(words.filter(({ length }) => length > QUICK_BYTES).map(String)).toEqual([]);
});
