import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourOfRank, distinctColours, NONE_COLOUR, OTHER_COLOUR } from './colours.ts';

describe('colours', () => {
  it('are two dozen, and then come again', () => {
    const all = Array.from({ length: 24 }, (_, rank) => colourOfRank(rank));
    expect(new Set(all).size).toBe(24);
    expect(colourOfRank(24)).toBe(colourOfRank(0));
  });

  it('of one chart are all different, and as wished wherever that can be', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 9 }), (ranks) => {
        const wished = ranks.map(colourOfRank);
        const given = distinctColours(wished);
        expect(new Set(given).size).toBe(ranks.length);
        expect(distinctColours([OTHER_COLOUR, NONE_COLOUR, NONE_COLOUR, ...wished]).slice(0, 3)).toEqual([
          OTHER_COLOUR,
          NONE_COLOUR,
          NONE_COLOUR,
        ]);
        for (const [at, wish] of wished.entries())
          if (wished.indexOf(wish) === at) expect(given[at]).toBe(wish);
      }),
    );
  });
});
