import { compareTexts } from '../query/arrange-rows.ts';
import type { Shelf } from './shelf.ts';

/**
 * The order of groups by their places: the largest first, of equals those of the next size, at last by their names, which
 * are only read for what is alike in all sizes.
 */
export const comparePlaces =
  (shelf: Shelf, sizes: readonly Float64Array[], names: readonly Float64Array[]) =>
  (a: number, b: number): number => {
    for (const size of sizes) if (size[a] !== size[b]) return size[b]! - size[a]!;
    for (const name of names) {
      const order = compareTexts(shelf.names.textOf(name[a]!), shelf.names.textOf(name[b]!));
      if (order !== 0) return order;
    }
    return 0;
  };
