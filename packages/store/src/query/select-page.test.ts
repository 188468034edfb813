import fc from 'fast-check';
import { expect, test } from 'vitest';
import { selectPage } from './select-page.ts';

test('a page is what sorting everything would give', () => {
  const sizes = fc.array(fc.oneof(fc.nat(5), fc.nat(1_000_000)), { maxLength: 300 });
  fc.assert(
    fc.property(sizes, fc.nat(320), fc.nat(40), fc.boolean(), (values, offset, limit, ordered) => {
      if (ordered) values.sort((a, b) => a - b);
      const compare = (a: number, b: number): number => values[b]! - values[a]! || a - b;
      const items = Uint32Array.from(values, (_, i) => i);
      const sorted = Array.from(items).sort(compare);
      const page = Array.from(selectPage(items, compare, offset, limit));
      expect(page).toEqual(sorted.slice(offset, offset + limit));
      expect(Array.from(items).sort(compare)).toEqual(sorted);
    }),
  );
});
